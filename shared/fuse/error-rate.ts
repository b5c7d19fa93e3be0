import type { Likelihood } from "./model/likelihood.ts";

/**
 * How often looks fail although all is well, learned per probe and per endpoint from looks at what was believed up before
 * them: an outage teaches it its first failure and no more (after Dawid and Skene, online; detection model 1.8).
 */

/** The rate to reckon with where a probe of one rate looks at an endpoint of another: the worse of the two, within bounds. */
export function errorRateOf(probe: number, endpoint: number, { errorRateBounds: [low, high] }: Likelihood): number {
  return Math.max(low, Math.min(high, Math.max(probe, endpoint)));
}

/** The rate after one more look. */
export function learned(rate: number, failed: boolean, { errorRateStep }: Likelihood): number {
  return rate + errorRateStep * ((failed ? 1 : 0) - rate);
}
