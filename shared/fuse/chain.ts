import type { Chain } from "./model.ts";

/**
 * The sticky three-state chain up, degraded, down, advanced by any span of time. Both ways of not being up end at the
 * same rate, so exp(Q t) has a closed form: up against not-up is a two-state chain, and the difference between degraded
 * and down obeys one linear equation.
 */

/** Probabilities of up, degraded, down. */
export type Distribution = readonly [up: number, degraded: number, down: number];

/** Row `x` is the distribution after the span when the state was `x` before it. */
export type Transition = readonly [Distribution, Distribution, Distribution];

/** The transition over `minutes` of a chain that leaves `up` at `onset` per minute. */
export function transitionOver(minutes: number, onset: number, chain: Chain): Transition {
  const from = (up: number, difference: number) => advance({ up, difference, minutes, onset, chain });
  return [from(1, 0), from(0, 1), from(0, -1)];
}

/** What the chain settles to when nothing is seen. */
export function stationary(onset: number, chain: Chain): Distribution {
  return advance({ up: 1, difference: 0, minutes: 1e9, onset, chain });
}

/**
 * With p = P(up) and d = P(degraded) - P(down):
 *   p' = m (1 - p) - l p              so p(t) = pi + (p0 - pi) e^(-(l+m) t), pi = m / (l + m)
 *   d' = -(m + 2 s) d + (2 a - 1) l p   with s the exchange rate and a the share that begins as degraded
 */
function advance(options: {
  up: number;
  difference: number;
  minutes: number;
  onset: number;
  chain: Chain;
}): Distribution {
  const { up: p0, difference: d0, minutes: t, onset: l, chain } = options;
  const m = chain.recovery;
  const lambda = l + m;
  const pi = m / lambda;
  const p = pi + (p0 - pi) * Math.exp(-lambda * t);
  const k = m + 2 * chain.exchange;
  const c = (2 * chain.degradedShare - 1) * l;
  const settled = (c * pi) / k;
  const fading = (c * (p0 - pi)) / (k - lambda);
  const d = settled + fading * Math.exp(-lambda * t) + (d0 - settled - fading) * Math.exp(-k * t);
  const rest = 1 - p;
  const degraded = Math.min(rest, Math.max(0, (rest + d) / 2));
  return [p, degraded, rest - degraded];
}
