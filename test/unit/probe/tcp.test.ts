import { afterEach, describe, expect, test } from "vitest";
import { ProbedCheck } from "../../../shared/schema/index.ts";
import type { ProbeContext } from "../../../workers/probe/probers/prober.ts";
import { probe } from "../../../workers/probe/probers/registry.ts";
import { greeting, httpServer, type Loopback, tcpServer, tlsServer, webSocketServer } from "../../support/loopback.ts";
import { type nodeConnect, nodeContext } from "../../support/node-ports.ts";

/** Connections and WebSockets: what is heard on them, and where the platform does not let us. */

const servers: Loopback[] = [];
const serve = async (start: Promise<Loopback>) => {
  servers.push(await start);
  return (await start).port;
};
afterEach(() => Promise.all(servers.splice(0).map(({ close }) => close())));
const look = (check: object, over: Partial<ProbeContext> = {}) =>
  probe(ProbedCheck.parse(check), nodeContext({ timeoutMs: 300, ...over }));
const tcp = (port: number, over: object) => ({ prober: "tcp", host: "127.0.0.1", port, ...over });

describe("a TCP check", () => {
  test.each<[string, object, object]>([
    ["is content with a connection", {}, { outcome: "pass", stage: "connect" }],
    ["waits for a greeting", { expect: { contains: "220 " } }, { outcome: "pass", stage: "body" }],
    [
      "hears what comes after the greeting",
      { send: "NOOP\r\n", expect: { matches: "(?m)^NOOP" } },
      { outcome: "pass", stage: "body" },
    ],
    [
      "tells what was said instead",
      { expect: { contains: "250" } },
      {
        outcome: "fail",
        stage: "body",
        cause: "body_mismatch",
        detail: 'the reply must contain "250"; received "220 ready\\r\\n"',
      },
    ],
  ])("%s", async (_, over, finding) =>
    expect(await look(tcp(await serve(tcpServer(greeting)), over))).toMatchObject(finding),
  );

  test("speaks TLS where it is asked to", async () => {
    const port = await serve(tlsServer(greeting));
    const check = { prober: "tcp", host: "localhost", port, tls: true, expect: { contains: "220" } };
    expect(await look(check)).toMatchObject({ outcome: "pass", stage: "body" });
  });

  test("tells a failed handshake from a refused connection", async () => {
    const port = await serve(tcpServer(greeting));
    expect(await look({ prober: "tls", host: "localhost", port })).toMatchObject({
      outcome: "fail",
      stage: "tls",
      cause: "tls_handshake",
    });
  });

  test("says nothing where the platform does not connect, and asks nobody", async () => {
    const check = { prober: "tcp", host: "edge.example.com", port: 8443 };
    const resolve = async () => ({ kind: "resolved" as const, addresses: ["104.16.0.1"] });
    const connect = () => {
      throw new Error("must not be asked");
    };
    expect(await look(check, { allowPrivate: false, resolve, tcp: { connect, reaches: () => false } })).toMatchObject({
      outcome: "inconclusive",
      detail: "the platform connects to no address of Cloudflare's (104.16.0.1): check it over HTTP",
    });
  });

  test("says nothing in a network without sockets", async () => {
    const { tcp: _, ...without } = nodeContext();
    expect(await probe(ProbedCheck.parse(tcp(80, {})), without)).toMatchObject({ outcome: "inconclusive" });
  });

  test("takes a port that throws for a refused connection", async () => {
    const broken: typeof nodeConnect = () => {
      throw new TypeError("no such port");
    };
    expect(await look(tcp(80, {}), { tcp: { connect: broken, reaches: () => true } })).toMatchObject({
      outcome: "fail",
      cause: "connect_refused",
    });
  });
});

describe("a WebSocket check", () => {
  const live = (port: number, over: object = {}) => ({
    prober: "websocket",
    url: `ws://127.0.0.1:${port}/live`,
    ...over,
  });
  test.each<[string, object, object]>([
    ["is content with an open socket", {}, { outcome: "pass", stage: "response", status: 101 }],
    ["hears the first message", { expect: { contains: "welcome" } }, { outcome: "pass", stage: "body", status: 101 }],
    ["hears an answer", { send: "hi there", expect: { matches: "there$" } }, { outcome: "pass" }],
    [
      "tells what was said instead",
      { expect: { contains: "goodbye" } },
      { outcome: "fail", stage: "body", cause: "body_mismatch", status: 101 },
    ],
  ])("%s", async (_, over, finding) =>
    expect(await look(live(await serve(webSocketServer()), over))).toMatchObject(finding),
  );

  test("tells an answer that is no upgrade by its status", async () => {
    const refusing = async () => ({ response: new Response("<center>nginx</center>", { status: 502 }), socket: null });
    const port = await serve(httpServer((_, response) => response.end()));
    expect(await look(live(port), { openWebSocket: refusing })).toMatchObject({
      outcome: "fail",
      cause: "gateway_error",
      status: 502,
    });
    const page = async () => ({ response: new Response("hello"), socket: null });
    expect(await look(live(port), { openWebSocket: page })).toMatchObject({
      outcome: "fail",
      cause: "response_status",
      detail: "the status must be 101; received 200",
    });
  });
});
