import { afterEach, describe, expect, test } from "vitest";
import { Cause, ProbedCheck, Stage } from "../../../shared/schema/index.ts";
import { localProbers, probeLocally } from "../../../workers/cli/check/probers/registry.ts";
import type { Finding } from "../../../workers/probe/probers/prober.ts";
import { probe, probers } from "../../../workers/probe/probers/registry.ts";
import { answerDoh } from "../../support/doh.ts";
import { localContext } from "../../support/local-context.ts";
import {
  answerDnsOverTcp,
  closedPort,
  closing,
  endless,
  garbling,
  greeting,
  httpServer,
  type Loopback,
  resetting,
  silent,
  tcpServer,
  tlsServer,
  webSocketServer,
} from "../../support/loopback.ts";
import { nodeContext } from "../../support/node-ports.ts";

/** What every prober holds to, a worker's and an agent's, over real servers on this machine. */

type Subject = {
  /** A server that the check below is content with. */
  readonly healthy: () => Promise<Loopback>;
  readonly check: (port: number) => object;
  /** How the prober reaches a port of this machine, where it is not by the check itself. */
  readonly resolver?: (port: number) => { fetch: typeof fetch } | { port: number };
  /** What it asks is no target but our own means: whatever is wrong with it says nothing of a service. */
  readonly asksOwnMeans?: true;
};

const doh = () =>
  httpServer(async (request, response) => {
    const answer = answerDoh(new URL(request.url ?? "", "http://resolver"));
    response.writeHead(answer?.status ?? 404, { "content-type": "application/dns-message" });
    response.end(Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer()));
  });
/** Both resolvers are this port. */
const asResolvers = (port: number) => ({
  fetch: ((input, init) =>
    fetch(String(input).replace(/^https:\/\/[^/]+/, `http://127.0.0.1:${port}`), init)) as typeof fetch,
});

const SUBJECTS = {
  http: {
    healthy: () => httpServer((_, response) => response.end("hello")),
    check: (port) => ({ url: `http://127.0.0.1:${port}/`, expect: { body: { contains: ["hello"] } } }),
  },
  dns: {
    healthy: doh,
    check: () => ({ prober: "dns", name: "www.example.com" }),
    resolver: asResolvers,
    asksOwnMeans: true,
  },
  tcp: {
    healthy: () => tcpServer(greeting),
    check: (port) => ({ prober: "tcp", host: "127.0.0.1", port, send: "EHLO\r\n", expect: { contains: "EHLO" } }),
  },
  tls: {
    healthy: () => tlsServer(greeting),
    check: (port) => ({ prober: "tls", host: "localhost", port }),
  },
  websocket: {
    healthy: webSocketServer,
    check: (port) => ({
      prober: "websocket",
      url: `ws://127.0.0.1:${port}/`,
      send: "ping",
      expect: { contains: "ping" },
    }),
  },
} satisfies Record<keyof typeof probers, Subject>;

/** A name server of one's own, which only an agent may be told to ask. */
const OWN_NAME_SERVER: Subject = {
  ...SUBJECTS.dns,
  healthy: () => tcpServer(answerDnsOverTcp),
  resolver: (port) => ({ port }),
};

type Circumstances = {
  readonly timeoutMs?: number;
  readonly clock?: () => number;
  /** Names resolve to this, and private addresses may not be asked. */
  readonly guarded?: string;
};
type Look = (check: ProbedCheck, subject: Subject, port: number, circumstances: Circumstances) => Promise<Finding>;

const atWorker: Look = (check, { resolver }, port, { guarded, ...over }) =>
  probe(
    check,
    nodeContext({
      ...resolver?.(port),
      ...over,
      ...(guarded === undefined
        ? {}
        : { allowPrivate: false, resolve: async () => ({ kind: "resolved", addresses: [guarded] }) }),
    }),
  );
const atAgent: Look = async (check, { resolver }, port, { guarded, timeoutMs = 2_000, clock }) => {
  const asked = resolver?.(port);
  const context = localContext(asked !== undefined && "port" in asked ? asked.port : null, {
    ...(asked !== undefined && "fetch" in asked ? asked : {}),
    ...(clock === undefined ? {} : { clock }),
    ...(guarded === undefined
      ? {}
      : { allowPrivate: false, lookup: async () => ({ kind: "resolved", addresses: [guarded] }) }),
  });
  return (await probeLocally({ ...check, timeoutMs }, context)).finding;
};

const servers: Loopback[] = [];
const keep = async (server: Promise<Loopback>) => {
  servers.push(await server);
  return server;
};
afterEach(() => Promise.all(servers.splice(0).map(({ close }) => close())));

/** Comes back when the server has nothing open any more; a connection that was left open fails the test by its time. */
const allClosed = ({ open }: Loopback) => expect.poll(open, { interval: 10, timeout: 20_000 }).toBe(0);
const isOneMode = ({ outcome, cause, stage, detail }: Finding) => {
  expect(outcome).toBe("fail");
  expect(Cause.options).toContain(cause);
  expect(Stage.options).toContain(stage);
  expect(detail).toBeTruthy();
  expect(detail).not.toMatch(/\p{Cc}/u);
};

const EACH = Object.entries(SUBJECTS) as [keyof typeof probers, Subject][];
const RUNS: [string, Subject, Look][] = [
  ...EACH.map(([name, subject]): [string, Subject, Look] => [`${name} of a worker`, subject, atWorker]),
  ...EACH.map(([name, subject]): [string, Subject, Look] => [`${name} of an agent`, subject, atAgent]),
  ["dns of an agent with a name server of its own", OWN_NAME_SERVER, atAgent],
];

test("an agent has a prober for all that a worker has", () =>
  expect(Object.keys(localProbers)).toEqual(Object.keys(probers)));

describe.each(RUNS)("the prober %s", { timeout: 60_000 }, (_, subject, run) => {
  const look = (port: number, over: Circumstances = {}, changed: object = {}) =>
    run(ProbedCheck.parse({ ...subject.check(port), ...changed }), subject, port, over);
  const isTold = (finding: Finding) =>
    subject.asksOwnMeans
      ? expect(finding).toMatchObject({ outcome: "inconclusive", cause: "probe_error" })
      : isOneMode(finding);

  test("passes what is healthy, says how long it took, and leaves nothing open", async () => {
    const server = await keep(subject.healthy());
    const finding = await look(server.port);
    expect(finding).toMatchObject({ outcome: "pass", cause: null, detail: null });
    expect(finding.latencyMs).toBeGreaterThan(0);
    await allClosed(server);
  });

  test("calls a late answer slow, not down", async () => {
    const server = await keep(subject.healthy());
    let now = 0;
    const late = { timeoutMs: 60_000, clock: () => (now += 60) };
    expect(await look(server.port, late, { maxLatencyMs: 50 })).toMatchObject({ outcome: "pass", cause: "slow" });
  });

  test("asks nothing that the guard refuses", async () => {
    const server = await keep(tcpServer(silent));
    const named = subject.asksOwnMeans ? { name: "router.lan" } : {};
    const finding = await look(server.port, { guarded: "10.0.0.8" }, named);
    expect(finding).toMatchObject({ outcome: "inconclusive", cause: "probe_error" });
    expect(server.taken()).toBe(0);
  });

  test("names one failure where nobody listens", async () => {
    const finding = await look(await closedPort());
    isTold(finding);
    if (!subject.asksOwnMeans) expect(finding.stage).toBe("connect");
  });

  test("gives up in its time on somebody who says nothing", async () => {
    const server = await keep(tcpServer(silent));
    isTold(await look(server.port, { timeoutMs: 600 }));
    await allClosed(server);
  });

  test.each([
    ["resets", resetting],
    ["hangs up", closing],
    ["speaks another protocol", garbling],
  ])("names one failure of somebody who %s, and leaves nothing open", async (_, behaviour) => {
    const server = await keep(tcpServer(behaviour));
    isTold(await look(server.port, { timeoutMs: 500 }));
    await allClosed(server);
  });

  test("hears only so much of somebody who never ends", async () => {
    const server = await keep(tcpServer(endless));
    isTold(await look(server.port, { timeoutMs: 1_000 }));
    await allClosed(server);
    expect(server.sent()).toBeLessThan(64 * 1_048_576);
  });
});
