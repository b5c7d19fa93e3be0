import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { asksBody } from "../../../shared/observe/expect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import type { HttpAnswer } from "./answer.ts";
import { type BodyWish, readBody } from "./body.ts";
import { failedExchange, openChannel } from "./channel.ts";
import { closedEarly } from "./connect.ts";
import { askHttp1 } from "./http1.ts";
import { askHttp2 } from "./http2.ts";
import { ERROR_BODY_BYTES } from "./limits.ts";
import type { LookContext } from "./look.ts";
import { type Hop, judgeRedirect } from "./redirect.ts";
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
    const isSecure = hop.url.protocol === "https:";
    const hasBody = hop.body !== undefined;
    return done(failedExchange(error, { signal, trace, latencyMs: elapsed(), isSecure, hasBody }));
  } finally {
    trace.end();
  }
}

async function step(hop: Hop, check: HttpCheck, options: HopOptions): Promise<Step> {
  const { context, signal, elapsed, trace } = options;
  const { url } = hop;
  const channel = await openChannel(url, { ...options, protocols: ["h2", "http/1.1"] });
  if (channel.kind === "refused") return done(channel.exchange);
  const { socket } = channel;
  try {
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
  const request = { url, method, headers: { ...ownHeaders(context), ...lowered(hop.headers) }, body };
  const isHttp2 = socket instanceof TLSSocket && socket.alpnProtocol === "h2";
  trace.protocol = isHttp2 ? "h2" : "http/1.1";
  trace.enter("request");
  if (socket.destroyed) throw closedEarly();
  return isHttp2 ? askHttp2(socket, request, { signal, trace }) : askHttp1(socket, request, { signal, trace });
}

/** What a check asks of the body, or the beginning of an error page, which tells who made it. */
function wishOf({ status }: HttpAnswer, check: HttpCheck, { wholeBody }: LookContext): BodyWish {
  const { expect, maxBodyBytes, method, agree } = check;
  if (method === "HEAD") return { keepBytes: 0, whole: false };
  const measured = expect.body?.maxBytes === undefined ? 0 : expect.body.maxBytes + 1;
  const isRead = asksBody(expect) || agree?.jsonPath !== undefined;
  const isFine = status >= 200 && status < 300;
  // Whoever reads it all the same looks at its beginning: some walls answer 200.
  const asked = isRead ? maxBodyBytes : isFine && !wholeBody ? 0 : ERROR_BODY_BYTES;
  return { keepBytes: Math.max(asked, measured), whole: wholeBody };
}

/** Says who asks, and asks for plain text. */
export function ownHeaders({ userAgent }: Pick<LookContext, "userAgent">): Record<string, string> {
  return { "user-agent": userAgent, accept: "*/*", "accept-encoding": "identity" };
}

export function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function done(exchange: Exchange): Step {
  return { kind: "done", exchange };
}
