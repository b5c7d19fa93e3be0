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
  /** Minutes after which a region that no longer speaks is no part of a service any more: a probe that was taken away. */
  readonly forgetMinutes: number;
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
 * own incidents (67 min).
 */
export type Chain = {
  /** Minutes of a tick: time passes in whole ticks, and looks within one tick commute. */
  readonly tickMinutes: number;
  /** Begins to fail everywhere: 0.03 a day. */
  readonly globalOnset: number;
  /** Begins to fail in some regions at once: 0.1 a day, as large vendors' major incidents (0.04 to 0.1). */
  readonly partialOnset: number;
  /** Begins to fail in one region alone: 0.01 a day and region. */
  readonly regionalOnset: number;
  readonly recovery: number;
  /** Between degraded and down, either way. At 0.02 a service that had just come back was called degraded for minutes. */
  readonly exchange: number;
  /** Between some regions and everywhere, either way. */
  readonly spread: number;
  /** Share of outages that begin as degraded rather than down. */
  readonly degradedShare: number;
  /** Share of the regions that fail when an outage of some regions begins, and when one that was everywhere narrows. */
  readonly affectedAtOnset: number;
  readonly affectedWhenNarrowing: number;
  /** Share of those that are degraded rather than down. */
  readonly degradedWhenAffected: number;
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
  /** P(fail | the probe is dead), and P(fail | it is lossy). */
  readonly failWhenIll: number;
  readonly failWhenLossy: number;
  /** Power of one observation: successive looks of one probe are not independent. */
  readonly weight: number;
  /** How much likelier a slow pass is when degraded than otherwise; stronger from `verySlowRatio` on. */
  readonly slow: number;
  readonly verySlow: number;
};

export type Health = {
  /** P(dead) before anything was seen: 0.1 faults a day of 25 min; P(lossy) likewise. */
  readonly prior: number;
  readonly priorLossy: number;
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
  /** Minutes below `recoveringBelow` before an incident may be resolved, at or below `resolvedUpTo` by then. */
  readonly resolveHoldMinutes: number;
  /** Minutes at or below `resolvedUpTo` before a suspicion is withdrawn: one round of passes elsewhere may only shift it. */
  readonly withdrawHoldMinutes: number;
  /** Minutes between an event and the next that tells of nothing but regions joining or leaving. */
  readonly updateMinutes: number;
  /** Minutes after the resolution in which a relapse joins the same incident. */
  readonly rejoinMinutes: number;
  /** Regions that must see it failing for an incident to open. */
  readonly witnesses: number;
  /** Failing looks in a row with which one region with a healthy probe may open an incident alone. */
  readonly loneRounds: number;
  /** A region joins an open incident from the first chance of failing, and leaves it below the second. */
  readonly joinFrom: number;
  readonly leaveBelow: number;
};

const PER_DAY = 1 / 1_440;

export const DEFAULT_MODEL: Model = {
  minuteMs: 60_000,
  chain: {
    tickMinutes: 0.25,
    globalOnset: 0.03 * PER_DAY,
    partialOnset: 0.1 * PER_DAY,
    regionalOnset: 0.01 * PER_DAY,
    recovery: 1 / 40,
    exchange: 0.002,
    spread: 0.02,
    degradedShare: 0.4,
    affectedAtOnset: 0.3,
    affectedWhenNarrowing: 0.65,
    degradedWhenAffected: 0.2,
  },
  likelihood: {
    failWhenUp: 0.006,
    failWhenDegraded: 0.45,
    failWhenDown: 0.95,
    hardWhenUp: 0.001,
    hardWhenDegraded: 0.15,
    failWhenIll: 0.65,
    failWhenLossy: 0.2,
    weight: 0.9,
    slow: 6,
    verySlow: 20,
  },
  health: {
    prior: 0.1 * PER_DAY * 25,
    priorLossy: 0.1 * PER_DAY * 25,
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
    resolveHoldMinutes: 4,
    withdrawHoldMinutes: 2,
    updateMinutes: 1,
    rejoinMinutes: 30,
    witnesses: 2,
    loneRounds: 3,
    joinFrom: 0.8,
    leaveBelow: 0.2,
  },
  freshIntervals: 3,
  ownIntervals: 10,
  hearsayUpTo: 0.49,
  forgetMinutes: 1_440,
  beliefFloor: 1e-6,
  notUpFrom: 0.5,
  globalShare: 0.8,
  layerFrom: 0.6,
  verdictStep: 0.05,
};
