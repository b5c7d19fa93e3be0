import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { asksBody } from "../../../shared/observe/expect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import type { HttpAnswer } from "./answer.ts";
import { type BodyWish, readBody } from "./body.ts";
import { connectFirst, settle } from "./connect.ts";
import { failureOf, within } from "./failure.ts";
import { admit, hostOf } from "./guard.ts";
import { askHttp1 } from "./http1.ts";
import { askHttp2 } from "./http2.ts";
import { ERROR_BODY_BYTES, SETTLE_MS } from "./limits.ts";
import type { LookContext } from "./look.ts";
import { secure } from "./secure.ts";
import type { Trace } from "./trace.ts";

/** One URL, one exchange: resolve, connect, handshake, request, answer, body, and the stage in which it ended. */

export type HopOptions = {
  readonly context: LookContext;
  readonly ports: readonly string[];
  readonly hop: number;
  readonly signal: AbortSignal;
  /** Milliseconds since the whole exchange began. */
  readonly elapsed: () => number;
  readonly trace: Trace;
};

export type Step =
  | { readonly kind: "done"; readonly exchange: Exchange }
  | { readonly kind: "redirect"; readonly to: string; readonly status: number };

export async function exchangeOnce(url: URL, check: HttpCheck, options: HopOptions): Promise<Step> {
  const { signal, elapsed, trace } = options;
  try {
    return await step(url, check, options);
  } catch (error) {
    const { addresses } = trace;
    if (signal.aborted) return done({ kind: "timed-out", latencyMs: elapsed(), stage: trace.stage, addresses });
    const { name, message, code, stage } = failureOf(error);
    return done({
      kind: "threw",
      name,
      message,
      code,
      secure: url.protocol === "https:",
      latencyMs: elapsed(),
      stage: stage ?? trace.stage,
      addresses,
    });
  } finally {
    trace.end();
  }
}

async function step(url: URL, check: HttpCheck, options: HopOptions): Promise<Step> {
  const { context, signal, elapsed, trace, ports, hop } = options;
  const admission = await within(signal, admit(url, { ...context, ports, hop }));
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
    const answer = await ask(socket, url, check, options);
    const latencyMs = Math.max(0, elapsed() - trace.waitedMs);
    const { location } = answer.headers;
    const isRedirect = answer.status >= 300 && answer.status < 400 && location !== undefined;
    if (isRedirect && check.maxRedirects > 0 && URL.canParse(location, url.href))
      return { kind: "redirect", to: new URL(location, url).href, status: answer.status };
    const { text, error } = await readBody(answer, wishOf(answer, check, context), signal);
    const { status, headers } = answer;
    return done({
      kind: "answered",
      status,
      headers,
      body: text,
      bodyError: error,
      latencyMs,
      addresses: trace.addresses,
      egress: "own",
    });
  } finally {
    socket.destroy();
  }
}

async function ask(
  socket: Socket,
  url: URL,
  check: HttpCheck,
  { context, signal, trace }: HopOptions,
): Promise<HttpAnswer> {
  const request = {
    url,
    method: check.method,
    headers: {
      "user-agent": context.userAgent,
      accept: "*/*",
      "accept-encoding": "identity",
      ...lowered(check.headers),
    },
    body: check.body,
  };
  let channel = socket;
  if (url.protocol === "https:") {
    trace.enter("tls");
    channel = await secure(socket, { host: hostOf(url), ca: context.ca, signal, trace, now: context.now() });
  }
  const isHttp2 = channel instanceof TLSSocket && channel.alpnProtocol === "h2";
  trace.protocol = isHttp2 ? "h2" : "http/1.1";
  trace.enter("request");
  return isHttp2
    ? askHttp2(channel as TLSSocket, request, { signal, trace })
    : askHttp1(channel, request, { signal, trace });
}

/** What a check asks of the body, or the beginning of an error page, which tells who made it. */
function wishOf(
  { status }: HttpAnswer,
  { expect, maxBodyBytes, method }: HttpCheck,
  { wholeBody }: LookContext,
): BodyWish {
  if (method === "HEAD") return { keepBytes: 0, whole: false };
  const isFine = status >= 200 && status < 300;
  const asked = asksBody(expect) ? maxBodyBytes : isFine ? 0 : ERROR_BODY_BYTES;
  return { keepBytes: asked, whole: wholeBody };
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function done(exchange: Exchange): Step {
  return { kind: "done", exchange };
}
