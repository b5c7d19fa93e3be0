export type Baseline = {
  /** Passes before a baseline judges. */
  readonly warmUp: number;
  /** Share of the newest pass in the running mean of log milliseconds. */
  readonly step: number;
  /** Parts of that share for a pass beyond three spreads, and for one where the endpoint is believed to fail. */
  readonly farShare: number;
  readonly unwellShare: number;
  /** Spread before anything is learned: median over sites of the sd of ln(ms) is 0.35. */
  readonly spread: number;
  readonly spreadFloor: number;
  /** Slow: this many spreads, this many times the usual and this many milliseconds above it, all three. */
  readonly slowSpreads: number;
  readonly slowRatio: number;
  readonly verySlowRatio: number;
  readonly slowExcessMs: number;
};

export const DEFAULT_BASELINE: Baseline = {
  warmUp: 10,
  step: 0.05,
  farShare: 0.1,
  unwellShare: 0.02,
  spread: 0.35,
  spreadFloor: 0.1,
  slowSpreads: 3,
  slowRatio: 2,
  verySlowRatio: 3,
  slowExcessMs: 75,
};
