import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NEW_SOURCE, type SourceMemory } from "../../../shared/notices/schedule.ts";
import { judgeName, judgeUrl } from "../../../workers/aggregator/sources/look-up.ts";
import { readSource, type SourcePorts } from "../../../workers/aggregator/sources/read-source.ts";
import { noticeFixture } from "../../support/notices.ts";

/** One reading of one source, against a real server on this machine. */

const NOW = 1_772_625_600_000;
const summary = noticeFixture("statuspage-summary.json");
const seen: IncomingMessage[] = [];
const routes: Record<string, RequestListener> = {
  "/summary": (request, response) => {
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304).end();
    else response.writeHead(200, { etag: '"v1"', "last-modified": "Wed, 04 Mar 2026 08:00:00 GMT" }).end(summary);
  },
  "/plain": (_, response) => response.end(summary),
  "/utf16": (_, response) =>
    response.end(Buffer.from(`\uFEFF${noticeFixture("aws-currentevents.json")}`, "utf16le").swap16()),
  "/moved": (_, response) => response.writeHead(301, { location: "/plain" }).end(),
  "/loop": (_, response) => response.writeHead(302, { location: "/loop" }).end(),
  "/inward": (_, response) => response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end(),
  "/busy": (_, response) => response.writeHead(429, { "retry-after": "1800" }).end(),
  "/broken": (_, response) => response.writeHead(500).end("no"),
  "/html": (_, response) => response.end("<!doctype html><title>Checking your browser</title>"),
  "/cut": (_, response) => response.end(summary.slice(0, 700)),
  "/long": (_, response) => response.writeHead(200, { "content-length": "50000000" }).end(),
  "/endless": (_, response) => {
    const more = () => response.write("x".repeat(65_536)) && setImmediate(more);
    response.on("drain", more);
    response.on("close", () => response.removeAllListeners("drain"));
    more();
  },
  "/half": (_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("half", () => response.destroy());
  },
};

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request);
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
beforeEach(() => {
  seen.length = 0;
});

/** This machine is allowed here, and nothing else that is private. */
const ports = (over: Partial<SourcePorts> = {}): SourcePorts => ({
  fetch,
  userAgent: "Downwhere/0.1 (+https://downwhere.example/probe; notices)",
  xToken: null,
  judge: async () => ({ kind: "allowed" }),
  judgeUrl: (url) => (new URL(url).origin === origin ? { kind: "allowed" } : judgeUrl(url)),
  ...over,
});
const read = (path: string, memory: SourceMemory = NEW_SOURCE, over: Partial<SourcePorts> = {}) =>
  readSource({ kind: "statuspage", url: `${origin}${path}` }, { memory, now: NOW, ports: ports(over) });

describe("a reading", () => {
  test("keeps what makes the next one conditional, and then finds nothing new", async () => {
    const first = await read("/summary");
    expect(first).toMatchObject({
      kind: "read",
      etag: '"v1"',
      lastModified: "Wed, 04 Mar 2026 08:00:00 GMT",
      reading: { kind: "statuspage" },
    });
    if (first.kind !== "read") return;
    const { etag, lastModified, digest } = first;
    expect(await read("/summary", { ...NEW_SOURCE, etag, lastModified, digest })).toEqual({ kind: "unchanged" });
    expect(seen[1]?.headers).toMatchObject({
      "if-none-match": '"v1"',
      "if-modified-since": "Wed, 04 Mar 2026 08:00:00 GMT",
    });
    expect(seen[0]?.headers["user-agent"]).toContain("+https://downwhere.example/probe");
  });

  test("of a server that knows no conditions finds the same body unchanged, unless it could not be read before", async () => {
    const first = await read("/plain");
    const digest = first.kind === "read" ? first.digest : "";
    expect(await read("/plain", { ...NEW_SOURCE, digest })).toEqual({ kind: "unchanged" });
    expect(await read("/plain", { ...NEW_SOURCE, digest, because: "no answer" })).toMatchObject({ kind: "read" });
  });

  test("follows one that moved, and knows what it is in UTF-16 and after a change of host", async () => {
    expect(await read("/moved")).toMatchObject({ kind: "read" });
    expect(await read("/utf16")).toMatchObject({ kind: "read", reading: { kind: "aws" } });
  });

  test.each<[string, string | RegExp]>([
    ["/broken", "the status must be 2xx; received 500"],
    ["/nowhere", "the status must be 2xx; received 404"],
    ["/loop", "redirected more than 2 times"],
    ["/inward", "the address must be public; received 169.254.169.254"],
    ["/html", 'the document must be JSON, RSS or Atom; received an HTML page titled "Checking your browser"'],
    ["/cut", /^the document must be whole JSON: /],
    ["/long", "the document must have at most 8388608 bytes; received more"],
    ["/endless", "the document must have at most 8388608 bytes; received more"],
    ["/half", /terminated|reset|closed|failed/i],
  ])("of %s is unknown, in words", async (path, because) => {
    const answer = await read(path);
    expect(answer).toMatchObject({ kind: "failed", isOurs: false });
    expect(answer.kind === "failed" ? answer.because : "").toMatch(because);
  });

  test("of one that is busy says how long it asks to be left alone", async () =>
    expect(await read("/busy")).toMatchObject({ kind: "failed", retryAfterMs: 1_800_000 }));

  test("is not begun where the name leads inward, and is our own fault where it cannot be looked up", async () => {
    const inward = {
      judge: async () => ({ kind: "refused" as const, because: "it resolves to 10.0.0.1, which is not public" }),
    };
    expect(await read("/plain", NEW_SOURCE, inward)).toMatchObject({
      kind: "failed",
      isOurs: false,
      because: expect.stringContaining("10.0.0.1"),
    });
    const away = { judge: async () => ({ kind: "unasked" as const, because: "the name could not be looked up" }) };
    expect(await read("/plain", NEW_SOURCE, away)).toMatchObject({ kind: "failed", isOurs: true });
    expect(seen).toHaveLength(0);
  });

  test("of an account on X needs a token, and gives it to nobody else", async () => {
    const x = { kind: "x" as const, url: "https://x.com/LumenStatus" };
    expect(await readSource(x, { memory: NEW_SOURCE, now: NOW, ports: ports() })).toMatchObject({
      kind: "failed",
      because: expect.stringContaining("X_BEARER_TOKEN"),
    });
    const asked: [string, string | null][] = [];
    const spy: typeof fetch = async (input, init) => {
      asked.push([String(input), new Headers(init?.headers).get("authorization")]);
      return asked.length === 1
        ? Response.redirect("https://elsewhere.example/", 302)
        : new Response(noticeFixture("x-search.json"));
    };
    const answer = await readSource(x, { memory: NEW_SOURCE, now: NOW, ports: ports({ xToken: "t0ken", fetch: spy }) });
    expect(answer).toMatchObject({ kind: "read", reading: { kind: "x" } });
    expect(asked.map(([url, token]) => [new URL(url).host, token])).toEqual([
      ["api.x.com", "Bearer t0ken"],
      ["elsewhere.example", null],
    ]);
  });
});

describe("a name", () => {
  const answering =
    (a: string[], aaaa: string[] = []): typeof fetch =>
    async (input) => {
      const is4 = String(input).endsWith("type=A");
      return Response.json({ Status: 0, Answer: (is4 ? a : aaaa).map((data) => ({ type: is4 ? 1 : 28, data })) });
    };
  const judged = (fetcher: typeof fetch) =>
    judgeName("https://status.example.com/x", { fetch: fetcher, signal: AbortSignal.timeout(1_000) });

  test("is allowed when every address of it is public", async () => {
    expect(await judged(answering(["93.184.215.14"], ["2606:2800:21f:cb07::1"]))).toEqual({ kind: "allowed" });
    expect(await judged(answering(["93.184.215.14", "127.0.0.1"]))).toMatchObject({
      kind: "refused",
      because: expect.stringContaining("127.0.0.1"),
    });
    expect(await judged(answering([]))).toMatchObject({ kind: "refused" });
    expect(await judged(async () => new Response("no", { status: 503 }))).toMatchObject({ kind: "unasked" });
  });

  test.each([
    "http://127.0.0.1/",
    "https://localhost/",
    "https://me:secret@status.example.com/",
    "https://status.example.com:8443/",
    "https://[::1]/",
    "ftp://a.example/",
  ])("%s is refused before anything is asked", (url) => expect(judgeUrl(url).kind).toBe("refused"));
});
