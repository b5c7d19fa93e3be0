import type { Socket } from "node:net";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { connectFirst, settle } from "./connect.ts";
import { failureOf, within } from "./failure.ts";
import { admit, hostOf } from "./guard.ts";
import { SETTLE_MS } from "./limits.ts";
import type { LookContext } from "./look.ts";
import { secure } from "./secure.ts";
import type { Trace } from "./trace.ts";

/** A connection to whom a URL names, guarded, and secured where its scheme says so: what every exchange begins with. */

export type ChannelOptions = {
  readonly context: LookContext;
  /** Ports that the check itself names. */
  readonly ports: readonly string[];
  /** Redirects before this one. */
  readonly count: number;
  readonly signal: AbortSignal;
  readonly trace: Trace;
  /** What may be spoken after a handshake, by the names of ALPN; empty to leave that open. */
  readonly protocols: readonly string[];
};

export type Channel =
  | { readonly kind: "open"; readonly socket: Socket }
  /** The guard refused, or the name has no address. */
  | { readonly kind: "refused"; readonly exchange: Exchange };

/** Rejects with what `failedExchange` reads; whoever gets a socket destroys it. */
export async function openChannel(url: URL, options: ChannelOptions): Promise<Channel> {
  const { context, ports, count, signal, trace, protocols } = options;
  const admission = await within(signal, admit(url, { ...context, ports, hop: count }));
  if (admission.kind === "refused") return admission;
  trace.addresses = admission.addresses;
  trace.enter("connect");
  const socket = await connectFirst(admission.addresses, { port: admission.port, signal });
  try {
    trace.remoteAddress = socket.remoteAddress ?? null;
    if (url.protocol === "https:") {
      trace.enter("tls");
      const { ca } = context;
      const secured = await secure(socket, { host: hostOf(url), ca, signal, trace, now: context.now(), protocols });
      return { kind: "open", socket: secured };
    }
    trace.end();
    await settle(socket);
    trace.waitedMs += SETTLE_MS;
    return { kind: "open", socket };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What was thrown on the way, as an exchange. `hasBody`: a request with a body was to be sent. */
export function failedExchange(
  error: unknown,
  {
    signal,
    trace,
    latencyMs,
    isSecure,
    hasBody,
  }: { signal: AbortSignal; trace: Trace; latencyMs: number; isSecure: boolean; hasBody: boolean },
): Exchange {
  const { addresses } = trace;
  // A request without a body leaves at once; whether it did so before the connection was cut is a race that says nothing.
  const reached = trace.stage === "request" && !hasBody ? "response" : trace.stage;
  if (signal.aborted) return { kind: "timed-out", latencyMs, stage: reached, addresses };
  const { name, message, code, stage } = failureOf(error);
  return { kind: "threw", name, message, code, secure: isSecure, latencyMs, stage: stage ?? reached, addresses };
}
