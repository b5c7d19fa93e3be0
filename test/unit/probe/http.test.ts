import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HttpCheck } from "../../../shared/schema/index.ts";
import { probeHttp } from "../../../workers/probe/probers/http.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";
import { nodeContext } from "../../support/node-ports.ts";

/** The HTTP prober against real servers on this machine. */

const AGENT = "Downwhere/0.1 (+https://downwhere.example/probe; region=local)";
const routes: Record<string, RequestListener> = {
  "/ok": (_, response) => response.end("hello"),
  "/agent": (request, response) => response.end(request.headers["user-agent"]),
  "/json": (_, response) => response.end('{"status":"ok","items":[{"id":7}]}'),
  "/broken": (_, response) => response.writeHead(500, { "content-type": "application/json" }).end('{"error":"x"}'),
  "/hop": (_, response) => response.writeHead(302, { location: "/ok" }).end(),
  "/loop": (_, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/other": (_, response) => response.writeHead(302, { location: `${elsewhere}/echo` }).end(),
  "/posted": (request, response) =>
    request.method === "POST" ? response.writeHead(303, { location: "/posted" }).end() : response.end(request.method),
  "/echo": (request, response) => {
    let body = "";
    request.on("data", (bytes) => (body += bytes));
    request.on("end", () => response.end(JSON.stringify({ method: request.method, headers: request.headers, body })));
  },
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
/** The same server under another origin. */
let elsewhere: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const route = routes[request.url ?? ""];
    if (route) route(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  elsewhere = origin.replace("127.0.0.1", "localhost");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const context = nodeContext;
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
    ...["PUT", "PATCH", "DELETE", "OPTIONS"].map((method): [string, string, object, object] => [
      `${method} is sent with its body`,
      "/echo",
      {
        method,
        body: "x=1",
        expect: {
          body: {
            json: [
              { path: "method", equals: method },
              { path: "body", equals: "x=1" },
            ],
          },
        },
      },
      { outcome: "pass" },
    ]),
    [
      "what is redirected to another origin goes there without the check's secrets",
      "/other",
      {
        headers: { authorization: "Bearer secret", "accept-language": "de" },
        expect: {
          body: {
            json: [
              { path: "headers.authorization", exists: false },
              { path: "headers.accept-language", equals: "de" },
            ],
          },
        },
      },
      { outcome: "pass" },
    ],
    [
      "a form that was taken is looked at with GET, though it is the same address",
      "/posted",
      { method: "POST", body: "x=1", expect: { body: { contains: ["GET"] } } },
      { outcome: "pass", status: 200 },
    ],
    [
      "a redirect that leads where it must is the answer",
      "/hop",
      { redirects: { policy: "manual", location: "/ok" } },
      { outcome: "pass", status: 302 },
    ],
    [
      "a redirect that leads elsewhere is told",
      "/hop",
      { redirects: { policy: "manual", location: "/login" } },
      {
        outcome: "fail",
        cause: "response_status",
        status: 302,
        detail: 'must redirect to "/login"; redirected to "/ok"',
      },
    ],
    [
      "an answer where a redirect must be is told",
      "/ok",
      { redirects: { policy: "manual", location: "/ok" }, expect: { status: ["200-399"] } },
      { outcome: "fail", cause: "response_status", status: 200, detail: 'must redirect to "/ok"; it did not redirect' },
    ],
    [
      "a redirect that must never be is a failure",
      "/hop",
      { redirects: { policy: "never" }, expect: { status: ["200-399"] } },
      { outcome: "fail", cause: "response_status", status: 302, detail: 'must not redirect; redirected to "/ok"' },
    ],
    [
      "more redirects than are allowed are told",
      "/hop",
      { maxRedirects: 0, redirects: { policy: "follow" } },
      { outcome: "fail", cause: "response_status", detail: "redirected more than 0 times" },
    ],
    ["a body of the largest size passes", "/ok", { expect: { body: { maxBytes: 5 } } }, { outcome: "pass" }],
    [
      "a body that is larger is told",
      "/endless",
      { expect: { body: { maxBytes: 100_000 } } },
      { outcome: "fail", cause: "body_mismatch", detail: "the body must have at most 100000 bytes" },
    ],
    [
      "a value that regions should agree on is put on the finding",
      "/json",
      { agree: { jsonPath: "items[0].id", tolerance: 1 } },
      { outcome: "pass", version: "7" },
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
