/**
 * Every number of the model, with its unit and where it comes from. "Minute" is a model minute: a network that runs
 * faster than real time shortens it and nothing else.
 */
export type Model = {
  /** Milliseconds of a model minute. */
  readonly minuteMs: number;
  readonly chain: Chain;
  readonly likelihood: Likelihood;
  readonly health: Health;
  readonly baseline: Baseline;
  readonly phase: Phases;
  /** Intervals of an endpoint's check after which what was seen is no longer fresh. */
  readonly freshIntervals: number;
  /** Intervals for which a failure that a region saw itself still speaks for it. */
  readonly ownIntervals: number;
  /**
   * The highest chance of "not up" for a region that has seen no failure itself: failures elsewhere make it likelier, but
   * a region is not called failing on others' word. Without it two regions that fail first look global for a moment.
   */
  readonly hearsayUpTo: number;
  /** A belief is never more certain than this, so that recovery stays possible (Trinocular caps belief likewise). */
  readonly beliefFloor: number;
  /** The chance of "not up" from which a region or a service is called so. */
  readonly notUpFrom: number;
  /** Share of the trusted regions that must be affected for an outage to be called global. */
  readonly globalShare: number;
  /** The least posterior of a layer that is reported; below it the layer is unclear. */
  readonly layerFrom: number;
  /** Change of a region's probability that is worth a verdict of its own. */
  readonly verdictStep: number;
};

/**
 * Rates per minute. Outages last 40 min on average, between the medians of small sites (21 min) and of large vendors'
 * own incidents (67 min); they begin 0.03 times a day everywhere and 0.01 times a day in one region.
 */
export type Chain = {
  readonly globalOnset: number;
  readonly regionalOnset: number;
  readonly recovery: number;
  /** Between degraded and down, either way. At 0.02 a service that had just come back was called degraded for minutes. */
  readonly exchange: number;
  /** Share of outages that begin as degraded rather than down. */
  readonly degradedShare: number;
};

export type Likelihood = {
  /** P(fail | up): transient failures of a healthy pair; of the order of 0.3 % on the public internet. */
  readonly failWhenUp: number;
  readonly failWhenDegraded: number;
  readonly failWhenDown: number;
  /**
   * The same for a hard failure (a name that does not resolve, a refused connection, a bad certificate): those hardly
   * happen by chance, and a service that works for some seldom shows them.
   */
  readonly hardWhenUp: number;
  readonly hardWhenDegraded: number;
  /** P(fail | the probe is ill). */
  readonly failWhenIll: number;
  /** Power of one observation: successive looks of one probe are not independent. */
  readonly weight: number;
  /** How much likelier a slow pass is when degraded than otherwise; stronger from `verySlowRatio` on. */
  readonly slow: number;
  readonly verySlow: number;
};

export type Health = {
  /** P(ill) before anything was seen: 0.1 faults a day of 25 min. */
  readonly prior: number;
  /** Bounds of one provider's vote, in log-odds: one broken provider must not make a probe look ill. */
  readonly voteMin: number;
  readonly voteMax: number;
  /** Share of an observation's log ratio that counts, and minutes in which a vote fades to 1/e. */
  readonly voteWeight: number;
  readonly voteFadeMinutes: number;
  /** From this chance of being ill a probe's region counts as not observed. */
  readonly illFrom: number;
  /** At most this chance for a probe that may open an incident alone. */
  readonly wellUpTo: number;
};

export type Baseline = {
  /** Passes before a baseline judges. */
  readonly warmUp: number;
  /** Share of the newest pass in the running mean of log milliseconds. */
  readonly step: number;
  /** Spread before anything is learned: median over sites of the sd of ln(ms) is 0.35. */
  readonly spread: number;
  readonly spreadFloor: number;
  /** Slow: this many spreads, this many times the usual and this many milliseconds above it, all three. */
  readonly slowSpreads: number;
  readonly slowRatio: number;
  readonly verySlowRatio: number;
  readonly slowExcessMs: number;
};

export type Phases = {
  readonly suspectedFrom: number;
  readonly openFrom: number;
  readonly recoveringBelow: number;
  readonly resolvedUpTo: number;
  /** Minutes at or below `resolvedUpTo` before an incident is resolved. */
  readonly resolveHoldMinutes: number;
  /** Minutes at or below `resolvedUpTo` before a suspicion is withdrawn: one round of passes elsewhere may only shift it. */
  readonly withdrawHoldMinutes: number;
  /** Minutes between an event and the next that tells of nothing but regions joining or leaving. */
  readonly updateMinutes: number;
  /** Minutes after the resolution in which a relapse joins the same incident. */
  readonly rejoinMinutes: number;
  /** Failing rounds with which one region with a healthy probe may open an incident alone. */
  readonly loneRounds: number;
};

const PER_DAY = 1 / 1_440;

export const DEFAULT_MODEL: Model = {
  minuteMs: 60_000,
  chain: {
    globalOnset: 0.03 * PER_DAY,
    regionalOnset: 0.01 * PER_DAY,
    recovery: 1 / 40,
    exchange: 0.003,
    degradedShare: 0.4,
  },
  likelihood: {
    failWhenUp: 0.006,
    failWhenDegraded: 0.45,
    failWhenDown: 0.95,
    hardWhenUp: 0.001,
    hardWhenDegraded: 0.15,
    failWhenIll: 0.65,
    weight: 0.9,
    slow: 6,
    verySlow: 20,
  },
  health: {
    prior: 0.1 * PER_DAY * 25,
    voteMin: -1.5,
    voteMax: 3.5,
    voteWeight: 0.8,
    voteFadeMinutes: 5,
    illFrom: 0.5,
    wellUpTo: 0.05,
  },
  baseline: {
    warmUp: 10,
    step: 0.05,
    spread: 0.35,
    spreadFloor: 0.1,
    slowSpreads: 4,
    slowRatio: 2,
    verySlowRatio: 3,
    slowExcessMs: 150,
  },
  phase: {
    suspectedFrom: 0.5,
    openFrom: 0.95,
    recoveringBelow: 0.5,
    resolvedUpTo: 0.05,
    resolveHoldMinutes: 5,
    withdrawHoldMinutes: 2,
    updateMinutes: 1,
    rejoinMinutes: 30,
    loneRounds: 3,
  },
  freshIntervals: 3,
  ownIntervals: 10,
  hearsayUpTo: 0.49,
  beliefFloor: 1e-6,
  notUpFrom: 0.5,
  globalShare: 0.8,
  layerFrom: 0.6,
  verdictStep: 0.05,
};
