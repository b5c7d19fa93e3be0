import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { asksBody } from "../../../shared/observe/expect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import type { HttpAnswer } from "./answer.ts";
import { type BodyWish, readBody } from "./body.ts";
import { closedEarly, connectFirst, settle } from "./connect.ts";
import { failureOf, within } from "./failure.ts";
import { admit, hostOf } from "./guard.ts";
import { askHttp1 } from "./http1.ts";
import { askHttp2 } from "./http2.ts";
import { ERROR_BODY_BYTES, SETTLE_MS } from "./limits.ts";
import type { LookContext } from "./look.ts";
import { type Hop, judgeRedirect } from "./redirect.ts";
import { secure } from "./secure.ts";
import type { Trace } from "./trace.ts";

/** One URL, one exchange: resolve, connect, handshake, request, answer, body, and the stage in which it ended. */

export type HopOptions = {
  readonly context: LookContext;
  readonly ports: readonly string[];
  /** Redirects before this one. */
  readonly count: number;
  readonly signal: AbortSignal;
  /** Milliseconds since the whole exchange began. */
  readonly elapsed: () => number;
  readonly trace: Trace;
};

export type Step =
  | { readonly kind: "done"; readonly exchange: Exchange }
  | { readonly kind: "redirect"; readonly to: URL; readonly status: number };

export async function exchangeOnce(hop: Hop, check: HttpCheck, options: HopOptions): Promise<Step> {
  const { signal, elapsed, trace } = options;
  try {
    return await step(hop, check, options);
  } catch (error) {
    const { addresses } = trace;
    // A request without a body leaves at once; whether it did so before the connection was cut is a race that says nothing.
    const reached = trace.stage === "request" && hop.body === undefined ? "response" : trace.stage;
    if (signal.aborted) return done({ kind: "timed-out", latencyMs: elapsed(), stage: reached, addresses });
    const { name, message, code, stage } = failureOf(error);
    return done({
      kind: "threw",
      name,
      message,
      code,
      secure: hop.url.protocol === "https:",
      latencyMs: elapsed(),
      stage: stage ?? reached,
      addresses,
    });
  } finally {
    trace.end();
  }
}

async function step(hop: Hop, check: HttpCheck, options: HopOptions): Promise<Step> {
  const { context, signal, elapsed, trace, ports, count } = options;
  const { url } = hop;
  const admission = await within(signal, admit(url, { ...context, ports, hop: count }));
  if (admission.kind === "refused") return done(admission.exchange);
  trace.addresses = admission.addresses;
  trace.enter("connect");
  const socket = await connectFirst(admission.addresses, { port: admission.port, signal });
  try {
    trace.remoteAddress = socket.remoteAddress ?? null;
    if (url.protocol === "http:") {
      trace.end();
      await settle(socket);
      trace.waitedMs += SETTLE_MS;
    }
    const answer = await ask(socket, hop, options);
    const latencyMs = Math.max(0, elapsed() - trace.waitedMs);
    const redirect = judgeRedirect(answer, url, check);
    if (redirect.kind === "followed") return { kind: "redirect", to: new URL(redirect.to), status: answer.status };
    if (redirect.kind === "refused")
      return done({ kind: "redirected", status: answer.status, latencyMs, detail: redirect.detail });
    const { text, bytes, error } = await readBody(answer, wishOf(answer, check, context), signal);
    const { status, headers } = answer;
    return done({
      kind: "answered",
      status,
      headers,
      body: text,
      bodyBytes: bytes,
      bodyError: error,
      latencyMs,
      addresses: trace.addresses,
      egress: "own",
    });
  } finally {
    socket.destroy();
  }
}

async function ask(socket: Socket, hop: Hop, { context, signal, trace }: HopOptions): Promise<HttpAnswer> {
  const { url, method, body } = hop;
  const own = { "user-agent": context.userAgent, accept: "*/*", "accept-encoding": "identity" };
  const request = { url, method, headers: { ...own, ...lowered(hop.headers) }, body };
  let channel = socket;
  if (url.protocol === "https:") {
    trace.enter("tls");
    channel = await secure(socket, { host: hostOf(url), ca: context.ca, signal, trace, now: context.now() });
  }
  const isHttp2 = channel instanceof TLSSocket && channel.alpnProtocol === "h2";
  trace.protocol = isHttp2 ? "h2" : "http/1.1";
  trace.enter("request");
  if (channel.destroyed) throw closedEarly();
  return isHttp2
    ? askHttp2(channel as TLSSocket, request, { signal, trace })
    : askHttp1(channel, request, { signal, trace });
}

/** What a check asks of the body, or the beginning of an error page, which tells who made it. */
function wishOf({ status }: HttpAnswer, check: HttpCheck, { wholeBody }: LookContext): BodyWish {
  const { expect, maxBodyBytes, method, agree } = check;
  if (method === "HEAD") return { keepBytes: 0, whole: false };
  const measured = expect.body?.maxBytes === undefined ? 0 : expect.body.maxBytes + 1;
  const isRead = asksBody(expect) || agree?.jsonPath !== undefined;
  const isFine = status >= 200 && status < 300;
  const asked = isRead ? maxBodyBytes : isFine ? 0 : ERROR_BODY_BYTES;
  return { keepBytes: Math.max(asked, measured), whole: wholeBody };
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function done(exchange: Exchange): Step {
  return { kind: "done", exchange };
}
