import { classify } from "../../../shared/observe/classify.ts";
import { passed } from "../../../shared/observe/findings.ts";
import { hear } from "../../../shared/observe/hear.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import { TALK_MESSAGES } from "../../../shared/observe/limits.ts";
import type { WebSocketCheck } from "../../../shared/schema/index.ts";
import { within } from "../connection.ts";
import { ERROR_BODY_BYTES } from "../limits.ts";
import { openByFetch } from "../web-socket.ts";
import { rememberAddresses } from "./addresses.ts";
import { guardTarget } from "./guard.ts";
import type { Finding, OpenSocket, ProbeContext, Prober } from "./prober.ts";
import { readBody } from "./read-body.ts";
import { staged } from "./stage.ts";
import { thrownExchange } from "./thrown-exchange.ts";

/** A WebSocket that opens, and what is said on it. An upgrade is never redirected: whoever answers otherwise has failed. */
export const probeWebSocket: Prober<WebSocketCheck> = async (check, context) =>
  boundLatency(await openAndTalk(check, context), check.maxLatencyMs);

async function openAndTalk(check: WebSocketCheck, looking: ProbeContext): Promise<Finding> {
  const { context, addressesOf } = rememberAddresses(looking);
  const url = check.url.replace(/^ws/i, "http");
  const { port } = new URL(url);
  const refusal = await guardTarget(url, { ports: port === "" ? [] : [port], context, hop: 0 });
  if (refusal !== null) return classify(refusal, {});
  const addresses = addressesOf(url);
  const open = context.openWebSocket ?? openByFetch(context.fetch);
  const beganAt = context.clock();
  const latency = () => context.clock() - beganAt;
  const { timeoutMs } = context;
  let opened: Awaited<ReturnType<typeof open>>;
  try {
    const headers = { "user-agent": context.userAgent, ...check.headers };
    opened = await open(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const exchange = thrownExchange(error, { url, latencyMs: latency() });
    return classify(await staged(exchange, url, { context, addresses }), {});
  }
  const { response, socket } = opened;
  const latencyMs = latency();
  if (socket !== null) return talk(socket, check, { clock: context.clock, beganAt, timeoutMs, latencyMs });
  const { body, bodyError } = await readBody(response, ERROR_BODY_BYTES);
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
  const { status } = response;
  return classify(
    { kind: "answered", status, headers, body, bodyError, latencyMs, addresses },
    // No answer but the upgrade will do, and an upgrade is not an answer here.
    { status: [101] },
  );
}

async function talk(
  socket: OpenSocket,
  { send, expect }: WebSocketCheck,
  time: { clock: () => number; beganAt: number; timeoutMs: number; latencyMs: number },
): Promise<Finding> {
  try {
    const next = listen(socket);
    if (send !== undefined) socket.send(send);
    const finding = expect === undefined ? null : await hear((ms) => within(next(), ms), expect, time);
    if (finding !== null) return { ...finding, status: 101 };
    const latencyMs = expect === undefined ? time.latencyMs : time.clock() - time.beganAt;
    return { ...passed(expect === undefined ? "response" : "body", latencyMs), status: 101 };
  } finally {
    socket.close();
  }
}

/** Messages in the order in which they come. What nobody has asked for yet is kept, up to a bound. */
function listen(socket: OpenSocket): () => Promise<string | null> {
  const waiting: ((message: string | null) => void)[] = [];
  const heard: (string | null)[] = [];
  socket.listen((message) => {
    const waiter = waiting.shift();
    if (waiter !== undefined) waiter(message);
    else if (heard.length < TALK_MESSAGES) heard.push(message);
  });
  return () => {
    const [message] = heard.splice(0, 1);
    return message !== undefined ? Promise.resolve(message) : new Promise((resolve) => waiting.push(resolve));
  };
}
