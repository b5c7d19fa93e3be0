import type { Cause, Outcome } from "../schema/index.ts";
import type { Likelihoods } from "./belief.ts";
import type { Likelihood } from "./model.ts";

/**
 * What one look says: P(seen | state), mixed with what an ill probe would say and raised to a power because successive
 * looks are correlated. An inconclusive look says nothing. A slow pass speaks for degraded only.
 */

export type Slowness = "usual" | "slow" | "very-slow";

/** One look, as far as the fusion cares. */
export type Look = {
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly slowness: Slowness /** P(the probe is ill). */;
  readonly ill: number;
};

const SAYS_NOTHING: Likelihoods = [1, 1, 1];

/** Failures that are decided by configuration or by nobody listening, not by load. */
const HARD: ReadonlySet<Cause> = new Set<Cause>([
  "resolve_nxdomain",
  "resolve_empty",
  "connect_refused",
  "tls_expired",
  "tls_untrusted",
  "tls_name_mismatch",
  "tls_handshake",
]);

/** l(x) = ((1 - b) f(seen | x) + b f_ill(seen))^W */
export function likelihoodsOf({ outcome, cause, slowness, ill }: Look, model: Likelihood): Likelihoods {
  if (outcome === "inconclusive") return SAYS_NOTHING;
  const isHard = outcome === "fail" && cause !== null && HARD.has(cause);
  const byState = isHard
    ? ([model.hardWhenUp, model.hardWhenDegraded, model.failWhenDown] as const)
    : ([model.failWhenUp, model.failWhenDegraded, model.failWhenDown] as const);
  const seenWhen = (failing: number) => (outcome === "fail" ? failing : 1 - failing);
  const boost = outcome === "fail" ? 1 : { usual: 1, slow: model.slow, "very-slow": model.verySlow }[slowness];
  const mixed = (failing: number, factor: number) =>
    ((1 - ill) * seenWhen(failing) * factor + ill * seenWhen(model.failWhenIll)) ** model.weight;
  return [mixed(byState[0], 1), mixed(byState[1], boost), mixed(byState[2], 1)];
}

/** ln P(seen | not up) / P(seen | up): above 0 speaks for an outage. */
export function logLikelihoodRatio([up, degraded, down]: Likelihoods): number {
  return Math.log(Math.max(degraded, down) / up);
}
