import type { Exchange } from "../../../shared/observe/exchange.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import { exchangeOnce } from "./hop.ts";
import type { Lookup } from "./resolve.ts";
import { openTrace, type Trace } from "./trace.ts";

/**
 * One check from this machine, redirects followed by hand so that every hop is guarded, with what was learned of the
 * last hop on the way. A failing target is data: this never throws for one.
 */

export type LookContext = {
  readonly userAgent: string;
  /** Private and loopback addresses, and any port of them, may be asked. */
  readonly allowPrivate: boolean;
  readonly lookup: Lookup;
  /** Certificates of authorities to trust beside the usual ones, as PEM text. */
  readonly ca: string | null;
  /** Read bodies to their end, whatever the check asks of them. */
  readonly wholeBody: boolean;
  /** Milliseconds of a steady clock, and of the wall clock by which certificates expire. */
  readonly clock: () => number;
  readonly now: () => number;
};

export type Sight = {
  readonly exchange: Exchange;
  /** Of the last hop. */
  readonly trace: Trace;
  readonly redirects: readonly { readonly status: number; readonly to: string }[];
};

export async function look(check: HttpCheck, context: LookContext): Promise<Sight> {
  const first = new URL(check.url);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new Error("the time given is over")), check.timeoutMs);
  const beganAt = context.clock();
  const redirects: { status: number; to: string }[] = [];
  const visited = new Set<string>();
  try {
    for (let url = first; ; ) {
      const trace = openTrace(context.clock);
      visited.add(url.href);
      const step = await exchangeOnce(url, check, {
        context,
        ports: first.port === "" ? [] : [first.port],
        hop: redirects.length,
        signal: deadline.signal,
        elapsed: () => Math.round((context.clock() - beganAt) * 1_000) / 1_000,
        trace,
      });
      if (step.kind === "done") return { exchange: step.exchange, trace, redirects };
      const isLoop = visited.has(step.to);
      if (isLoop || redirects.length >= check.maxRedirects) {
        const detail = isLoop
          ? `redirected in a loop to ${step.to}`
          : `redirected more than ${check.maxRedirects} times`;
        const latencyMs = Math.round(context.clock() - beganAt);
        return { exchange: { kind: "redirected", status: step.status, latencyMs, detail }, trace, redirects };
      }
      redirects.push({ status: step.status, to: step.to });
      url = new URL(step.to);
    }
  } finally {
    clearTimeout(timer);
  }
}
