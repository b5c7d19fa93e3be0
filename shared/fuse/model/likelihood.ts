import type { Sign, SignRow } from "../likelihood.ts";

export type Likelihood = {
  /** How likely each sign is in each state; see likelihood.ts. */
  readonly signs: Readonly<Record<Sign, SignRow>>;
  /** P(mode | degraded) before anything was seen: few requests fail, many fail, answers are slow. */
  readonly modes: readonly [few: number, many: number, slow: number];
  /** A mode is never believed less: low, so that a brownout that has ended is not taken for a lighter one. */
  readonly modeFloor: number;
  /** Share of looks that fail, or are slow, although all is well, before it is learned: of the order of 0.3 % on the public internet. */
  readonly errorRate: number;
  readonly slowRate: number;
  readonly errorRateBounds: readonly [low: number, high: number];
  /** Share of one more look in the learned rate, and the chance of "not up" up to which a look teaches. */
  readonly errorRateStep: number;
  readonly learnBelow: number;
  /** The same where the look before was refused by the target. */
  readonly walledErrorRate: number;
  /** Of those, the share that looks hard. */
  readonly hardShare: number;
};

export const DEFAULT_LIKELIHOOD: Likelihood = {
  signs: {
    fail: { up: null, modes: [0.2, 0.5, 0.05], down: 0.95, dead: 0.65, lossy: 0.12, sluggish: 0.05 },
    hard: { up: null, modes: [0.05, 0.15, 0.01], down: 0.95, dead: 0.65, lossy: 0.12, sluggish: 0.05 },
    slow: { up: 0.01, modes: [0.02, 0.05, 0.35], down: 0.02, dead: 0.05, lossy: 0.02, sluggish: 0.4 },
    "very-slow": { up: 0.003, modes: [0.01, 0.05, 0.5], down: 0.02, dead: 0.05, lossy: 0.02, sluggish: 0.35 },
    refused: { up: null, modes: [0.95, 0.9, 0.95], down: 0.7, dead: 0.3, lossy: 0.86, sluggish: 1 },
    usual: { up: null, modes: [0.78, 0.45, 0.1], down: 0.05, dead: 0.3, lossy: 0.86, sluggish: 0.2 },
  },
  modes: [0.35, 0.35, 0.3],
  modeFloor: 1e-6,
  errorRate: 0.01,
  slowRate: 0.005,
  errorRateBounds: [0.002, 0.3],
  errorRateStep: 0.002,
  learnBelow: 0.01,
  walledErrorRate: 0.3,
  hardShare: 1 / 6,
};
