import { versionOf } from "../../../shared/observe/agree.ts";
import { classify, type Finding } from "../../../shared/observe/classify.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import type { Expectation, HttpCheck } from "../../../shared/schema/index.ts";
import { exchangeOnce } from "./hop.ts";
import { type Hop, hopAfter } from "./redirect.ts";
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
  const { method, headers, body } = check;
  let hop: Hop = { url: first, method, headers, body };
  try {
    for (;;) {
      const trace = openTrace(context.clock);
      visited.add(`${hop.method} ${hop.url.href}`);
      const step = await exchangeOnce(hop, check, {
        context,
        ports: first.port === "" ? [] : [first.port],
        count: redirects.length,
        signal: deadline.signal,
        elapsed: () => Math.round((context.clock() - beganAt) * 1_000) / 1_000,
        trace,
      });
      if (step.kind === "done") return { exchange: step.exchange, trace, redirects };
      const { status } = step;
      const next = hopAfter(hop, step);
      const isLoop = visited.has(`${next.method} ${next.url.href}`);
      if (isLoop || redirects.length >= check.maxRedirects) {
        const detail = isLoop
          ? `redirected in a loop to ${next.url.href}`
          : `redirected more than ${check.maxRedirects} times`;
        return {
          exchange: { kind: "redirected", status, latencyMs: Math.round(context.clock() - beganAt), detail },
          trace,
          redirects,
        };
      }
      redirects.push({ status, to: next.url.href });
      hop = next;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** What a look means for its check: the failure mode, whether it came in time, and which version of the data it served. */
export function findingOf(check: HttpCheck, exchange: Exchange): Finding {
  const finding = boundLatency(classify(exchange, expectationOf(check)), check.maxLatencyMs);
  if (check.agree === undefined || exchange.kind !== "answered" || finding.outcome !== "pass") return finding;
  return { ...finding, version: versionOf(exchange, check.agree) };
}

/** A check that takes redirects for answers expects one. */
function expectationOf({ expect, redirects }: HttpCheck): Expectation {
  if (redirects?.policy !== "manual" || expect.status !== undefined) return expect;
  return { ...expect, status: ["3xx"] };
}
