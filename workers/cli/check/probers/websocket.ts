import { createHash, randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { classify, type Finding } from "../../../../shared/observe/classify.ts";
import { failed, passed } from "../../../../shared/observe/findings.ts";
import { hear } from "../../../../shared/observe/hear.ts";
import { boundLatency } from "../../../../shared/observe/latency.ts";
import type { WebSocketCheck } from "../../../../shared/schema/index.ts";
import type { HttpAnswer } from "../answer.ts";
import { readBody } from "../body.ts";
import { failedExchange, openChannel } from "../channel.ts";
import { closedEarly } from "../connect.ts";
import { lowered, ownHeaders } from "../hop.ts";
import { askHttp1 } from "../http1.ts";
import { ERROR_BODY_BYTES } from "../limits.ts";
import { nextOf } from "../listen.ts";
import { openTrace, type Trace } from "../trace.ts";
import { closeFrame, messagesOn, textFrame } from "../web-socket-frames.ts";
import type { LocalContext, LocalProber } from "./prober.ts";

/** A WebSocket that opens, and what is said on it. An upgrade is never redirected: whoever answers otherwise has failed. */
export const probeWebSocket: LocalProber<WebSocketCheck> = async (check, context) => {
  const trace = openTrace(context.clock);
  const finding = await openAndTalk(check, { context, trace });
  trace.end();
  return { finding: boundLatency(finding, check.maxLatencyMs), certificate: trace.certificate };
};

async function openAndTalk(
  check: WebSocketCheck,
  { context, trace }: { context: LocalContext; trace: Trace },
): Promise<Finding> {
  const url = new URL(check.url.replace(/^ws/i, "http"));
  const { clock } = context;
  const { timeoutMs } = check;
  const signal = AbortSignal.timeout(timeoutMs);
  const beganAt = clock();
  const latency = () => Math.max(0, clock() - beganAt - trace.waitedMs);
  try {
    const ports = url.port === "" ? [] : [url.port];
    const channel = await openChannel(url, { context, ports, count: 0, signal, trace, protocols: ["http/1.1"] });
    if (channel.kind === "refused") return classify(channel.exchange, {});
    const { socket } = channel;
    try {
      const key = randomBytes(16).toString("base64");
      const answer = await upgrade(socket, { url, key, check, context, signal, trace });
      const latencyMs = latency();
      if (answer.status !== 101) return await refusedUpgrade(answer, { signal, latencyMs, addresses: trace.addresses });
      if (answer.headers["sec-websocket-accept"] !== acceptOf(key)) {
        const detail = "the upgrade must answer the key that was sent (RFC 6455, section 4.2.2)";
        return { ...failed("response", "response_status", { latencyMs, detail }), status: 101 };
      }
      return await talk(socket, answer, check, { clock, beganAt, timeoutMs, latencyMs });
    } finally {
      socket.destroy();
    }
  } catch (error) {
    const isSecure = url.protocol === "https:";
    return classify(failedExchange(error, { signal, trace, latencyMs: latency(), isSecure, hasBody: false }), {});
  }
}

async function upgrade(
  socket: Socket,
  options: {
    url: URL;
    key: string;
    check: WebSocketCheck;
    context: LocalContext;
    signal: AbortSignal;
    trace: Trace;
  },
): Promise<HttpAnswer> {
  const { url, key, check, context, signal, trace } = options;
  const asked = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": key,
  };
  const headers = { ...ownHeaders(context), ...lowered(check.headers), ...asked };
  trace.enter("request");
  if (socket.destroyed) throw closedEarly();
  return askHttp1(socket, { url, method: "GET", headers, body: undefined }, { signal, trace });
}

async function refusedUpgrade(
  answer: HttpAnswer,
  { signal, latencyMs, addresses }: { signal: AbortSignal; latencyMs: number; addresses: readonly string[] },
): Promise<Finding> {
  const { text, error } = await readBody(answer, { keepBytes: ERROR_BODY_BYTES, whole: false }, signal);
  const { status, headers } = answer;
  return classify(
    { kind: "answered", status, headers, body: text, bodyError: error, latencyMs, addresses, egress: "own" },
    // No answer but the upgrade will do, and an upgrade is not an answer here.
    { status: [101] },
  );
}

async function talk(
  socket: Socket,
  answer: HttpAnswer,
  { send, expect }: WebSocketCheck,
  time: { clock: () => number; beganAt: number; timeoutMs: number; latencyMs: number },
): Promise<Finding> {
  if (send !== undefined) socket.write(textFrame(send, randomBytes(4)));
  const words = nextOf(messagesOn(answer.body.iterator({ destroyOnReturn: false })), (message) => message);
  const finding = expect === undefined ? null : await hear(words, expect, time);
  if (finding !== null) return { ...finding, status: 101 };
  const latencyMs = expect === undefined ? time.latencyMs : time.clock() - time.beganAt;
  // Said before it is cut: a server that counts its guests need not wait for this one.
  await new Promise<void>((resolve) => socket.end(closeFrame(randomBytes(4)), resolve));
  return { ...passed(expect === undefined ? "response" : "body", latencyMs), status: 101 };
}

/** RFC 6455, section 4.2.2. */
function acceptOf(key: string): string {
  return createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
}
