import { describe, expect, inject, test } from "vitest";
import { HttpCheck, ProbedCheck } from "../../../shared/schema/index.ts";
import { exchangeHttp } from "../../../workers/probe/probers/http.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";
import { probe } from "../../../workers/probe/probers/registry.ts";
import { tcpPort } from "../../../workers/probe/sockets.ts";

/** The platform's own sockets, WebSockets and fetch against real servers on this machine. */

const ports = inject("loopback");
const context = (over: Partial<ProbeContext> = {}): ProbeContext => ({
  userAgent: "Downwhere/0.1 (+https://downwhere.example/probe; region=local)",
  timeoutMs: 1_000,
  allowPrivate: true,
  resolve: async () => ({ kind: "resolved", addresses: ["127.0.0.1"] }),
  fetch: (input, init) => fetch(input, init),
  tcp: tcpPort("local"),
  clock: () => performance.now(),
  ...over,
});
const look = (check: object, over: Partial<ProbeContext> = {}) => probe(ProbedCheck.parse(check), context(over));
const tcp = (port: number, over: object = {}) => ({ prober: "tcp", host: "127.0.0.1", port, ...over });
const live = (port: number, over: object = {}) => ({ prober: "websocket", url: `ws://127.0.0.1:${port}/`, ...over });

describe("on workerd", () => {
  test.each<[string, object, object]>([
    ["a connection is taken", tcp(ports.greeting), { outcome: "pass", stage: "connect" }],
    [
      "what is sent comes back",
      tcp(ports.greeting, { send: "NOOP\r\n", expect: { contains: "NOOP" } }),
      { outcome: "pass", stage: "body" },
    ],
    ["a closed port is refused", tcp(ports.closed), { outcome: "fail", stage: "connect", cause: "connect_refused" }],
    [
      "somebody who says nothing is given up on",
      tcp(ports.silent, { expect: { contains: "220" } }),
      { outcome: "fail", stage: "response", cause: "response_timeout" },
    ],
    [
      "somebody who hangs up has said nothing",
      tcp(ports.closing, { expect: { contains: "220" } }),
      { outcome: "fail", stage: "response", cause: "connect_reset" },
    ],
    [
      "a certificate that nobody vouches for fails at the handshake",
      { prober: "tls", host: "localhost", port: ports.selfSigned },
      { outcome: "fail", stage: "tls", cause: "tls_handshake" },
    ],
    [
      "a closed port fails before the handshake",
      { prober: "tls", host: "localhost", port: ports.closed },
      { outcome: "fail", stage: "connect", cause: "connect_refused" },
    ],
    ["a WebSocket opens", live(ports.webSocket), { outcome: "pass", stage: "response", status: 101 }],
    [
      "a WebSocket says what is expected",
      live(ports.webSocket, { send: "ping", expect: { contains: "ping" } }),
      { outcome: "pass", stage: "body" },
    ],
    [
      "a page is no WebSocket",
      live(ports.http),
      { outcome: "fail", cause: "response_status", status: 200, detail: "the status must be 101; received 200" },
    ],
  ])("%s", async (_, check, finding) => expect(await look(check)).toMatchObject(finding));

  test.each<[string, string, string | null]>([
    ["at the connection", `http://127.0.0.1:${ports.closed}/`, "connect"],
    ["at the response", `http://127.0.0.1:${ports.silent}/`, "response"],
    ["at the response of somebody who hangs up", `http://127.0.0.1:${ports.closing}/`, "response"],
    ["at the handshake", `https://localhost:${ports.selfSigned}/`, "tls"],
    ["at the handshake of somebody who speaks no TLS", `https://127.0.0.1:${ports.greeting}/`, "tls"],
    ["at the connection, before the handshake", `https://127.0.0.1:${ports.closed}/`, "connect"],
  ])("a failure that fetch hides is found to have ended %s", async (_, url, stage) => {
    const exchange = await exchangeHttp(HttpCheck.parse({ url }), context({ timeoutMs: 500 }));
    expect(exchange).toMatchObject({ stage });
  });

  test("an answer is no failure", async () => {
    expect(
      await look({ url: `http://127.0.0.1:${ports.http}/`, expect: { body: { matches: ["^hel+o$"] } } }),
    ).toMatchObject({ outcome: "pass", status: 200 });
  });

  test("sockets of a deployed probe do not count on addresses of Cloudflare's", () => {
    expect(["104.16.0.1", "93.184.7.7"].map(tcpPort("weur").reaches)).toEqual([false, true]);
    expect(tcpPort("local").reaches("104.16.0.1")).toBe(true);
  });
});
