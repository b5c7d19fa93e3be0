import { isFailure, type Sign } from "./likelihood.ts";
import type { Likelihood } from "./model/likelihood.ts";

/**
 * How often looks fail, or are slow, although all is well, learned per probe and per endpoint from looks at what was believed
 * up before them: an outage teaches it its first failure and no more (after Dawid and Skene, online; detection model 1.8).
 */
export type Rates = {
  /** Shares of looks, changed in place. */
  errorRate: number;
  slowRate: number;
};

/**
 * The share of looks that show a sign, or fail where the sign is a plain pass, where a probe looks at an endpoint: the worse
 * of the two, within bounds. Without the probe: of the endpoint alone.
 */
export function rateOf(sign: Sign, probe: Rates | null, endpoint: Rates, model: Likelihood): number {
  const [low, high] = model.errorRateBounds;
  const isSlow = sign === "slow" || sign === "very-slow";
  const rate = isSlow
    ? Math.max(probe?.slowRate ?? 0, endpoint.slowRate)
    : Math.max(probe?.errorRate ?? 0, endpoint.errorRate);
  return Math.max(low, Math.min(high, rate));
}

/** Learns from one more look at what is believed up. */
export function learnRates(rates: Rates, sign: Sign, { errorRateStep }: Likelihood): void {
  const isSlow = sign === "slow" || sign === "very-slow";
  rates.errorRate += errorRateStep * ((isFailure(sign) ? 1 : 0) - rates.errorRate);
  rates.slowRate += errorRateStep * ((isSlow ? 1 : 0) - rates.slowRate);
}
