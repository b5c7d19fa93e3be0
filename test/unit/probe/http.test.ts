import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpCheck } from "../../../shared/schema/index.ts";
import { probeHttp } from "../../../workers/probe/probers/http.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";

/** The HTTP prober against real servers on this machine. */

const AGENT = "Downwhere/0.1 (+https://downwhere.example/probe; region=local)";
const routes: Record<string, RequestListener> = {
  "/ok": (_, response) => response.end("hello"),
  "/agent": (request, response) => response.end(request.headers["user-agent"]),
  "/json": (_, response) => response.end('{"status":"ok","items":[{"id":7}]}'),
  "/broken": (_, response) => response.writeHead(500, { "content-type": "application/json" }).end('{"error":"x"}'),
  "/hop": (_, response) => response.writeHead(302, { location: "/ok" }).end(),
  "/loop": (_, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/slow": () => undefined,
  "/endless": (_, response) => {
    const more = () => response.write("x".repeat(65_536)) && setImmediate(more);
    response.on("drain", more);
    response.on("close", () => response.removeAllListeners("drain"));
    more();
  },
  "/half": (_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("half");
    setTimeout(() => response.destroy(), 20);
  },
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const route = routes[request.url ?? ""];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const context = (over: Partial<ProbeContext> = {}): ProbeContext => ({
  userAgent: AGENT,
  timeoutMs: 2_000,
  allowPrivate: true,
  resolve: async () => ({ kind: "resolved", addresses: ["127.0.0.1"] }),
  fetch,
  clock: () => performance.now(),
  ...over,
});
const probe = (path: string, check: object = {}, over: Partial<ProbeContext> = {}) =>
  probeHttp(HttpCheck.parse({ url: `${origin}${path}`, ...check }), context(over));

describe("the HTTP prober", () => {
  test.each<[string, string, object, object]>([
    ["a plain answer passes", "/ok", {}, { outcome: "pass", status: 200 }],
    ["a redirect is followed", "/hop", { expect: { body: { contains: ["hello"] } } }, { outcome: "pass", status: 200 }],
    [
      "a redirect is the answer where none is followed",
      "/hop",
      { maxRedirects: 0, expect: { status: [302] } },
      { outcome: "pass", status: 302 },
    ],
    ["a loop is told", "/loop", {}, { outcome: "fail", cause: "response_status" }],
    [
      "JSON is looked into",
      "/json",
      { expect: { body: { json: [{ path: "items[0].id", equals: 7 }] } } },
      { outcome: "pass" },
    ],
    [
      "the wrong text is a mismatch",
      "/ok",
      { expect: { body: { notContains: ["hello"] } } },
      { outcome: "fail", cause: "body_mismatch" },
    ],
    ["an application's error is its own", "/broken", {}, { outcome: "fail", cause: "origin_error", status: 500 }],
    [
      "a body that breaks off is truncated",
      "/half",
      { expect: { body: { contains: ["whole"] } } },
      { outcome: "fail", cause: "body_truncated" },
    ],
    [
      "an endless body is read up to its cap",
      "/endless",
      { maxBodyBytes: 100_000, expect: { body: { contains: ["xxx"] } } },
      { outcome: "pass" },
    ],
    ["it says who asks", "/agent", { expect: { body: { contains: [AGENT] } } }, { outcome: "pass" }],
  ])("%s", async (_, path, check, expected) => expect(await probe(path, check)).toMatchObject(expected));

  test("silence is a time-out", async () => {
    expect(await probe("/slow", {}, { timeoutMs: 300 })).toMatchObject({
      outcome: "fail",
      cause: "response_timeout",
      stage: "response",
    });
  });

  test("a port where nobody listens is refused", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const finding = await probeHttp(HttpCheck.parse({ url: `http://127.0.0.1:${port}/` }), context());
    expect(finding).toMatchObject({ outcome: "fail", cause: "connect_refused", stage: "connect" });
  });

  test("an address of this machine is never asked without leave", async () => {
    const refuse: typeof fetch = () => Promise.reject(new Error("must not be asked"));
    expect(await probe("/ok", {}, { allowPrivate: false, fetch: refuse })).toMatchObject({
      outcome: "inconclusive",
      cause: "probe_error",
    });
  });

  test("a name that resolves to a private address is never asked", async () => {
    const refuse: typeof fetch = () => Promise.reject(new Error("must not be asked"));
    const finding = await probeHttp(
      HttpCheck.parse({ url: "https://rebind.example.com/" }),
      context({
        allowPrivate: false,
        fetch: refuse,
        resolve: async () => ({ kind: "resolved", addresses: ["93.184.7.7", "10.0.0.8"] }),
      }),
    );
    expect(finding).toMatchObject({
      outcome: "inconclusive",
      cause: "probe_error",
      detail: "rebind.example.com resolves to 10.0.0.8, which is not public",
    });
  });

  test("a public site that redirects to a private address is followed no further", async () => {
    const asked: string[] = [];
    const redirecting: typeof fetch = async (input) => {
      asked.push(String(input));
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/latest" } });
    };
    const finding = await probeHttp(
      HttpCheck.parse({ url: "https://open.example.com/" }),
      context({
        allowPrivate: false,
        fetch: redirecting,
        resolve: async () => ({ kind: "resolved", addresses: ["93.184.7.7"] }),
      }),
    );
    expect([finding.cause, asked]).toEqual(["probe_error", ["https://open.example.com/"]]);
  });

  test("a name that nobody can be asked about says nothing of the service", async () => {
    const finding = await probeHttp(
      HttpCheck.parse({ url: "https://www.example.com/" }),
      context({
        allowPrivate: false,
        resolve: async () => ({ kind: "unasked", detail: "dns.google could not be asked" }),
      }),
    );
    expect(finding).toMatchObject({ outcome: "inconclusive", cause: "probe_error" });
  });
});
