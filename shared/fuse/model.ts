import type { Sign, SignRow } from "./likelihood.ts";

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
  /** The same for "up", higher: an end must be believed within minutes, however long the outage was. */
  readonly upFloor: number;
  /** The chance of "not up" from which a region or a service is called so. */
  readonly notUpFrom: number;
  /** Share of the trusted regions that must be affected for an outage to be called global. */
  readonly globalShare: number;
  /** Minutes after which a failure counts half for the layer. */
  readonly symptomHalfLifeMinutes: number;
  /** The least posterior of a layer that is reported; below it the layer is unclear. */
  readonly layerFrom: number;
  /** A chance of "not up" below which a look changes nothing that was said. */
  readonly slightBelow: number;
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
  /** Minutes for which nothing has been said about a belief that nothing speaks against: about one interval. */
  readonly settledMinutes: number;
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
  /** How likely each sign is in each state; see likelihood.ts. */
  readonly signs: Readonly<Record<Sign, SignRow>>;
  /** P(mode | degraded) before anything was seen: few requests fail, many fail, answers are slow. */
  readonly modes: readonly [few: number, many: number, slow: number];
  /** A mode is never believed less: low, so that a brownout that has ended is not taken for a lighter one. */
  readonly modeFloor: number;
  /** Share of looks that fail although all is well, before it is learned: of the order of 0.3 % on the public internet. */
  readonly errorRate: number;
  readonly errorRateBounds: readonly [low: number, high: number];
  /** Share of one more look in the learned rate, and the chance of "not up" up to which a look teaches. */
  readonly errorRateStep: number;
  readonly learnBelow: number;
  /** Of those, the share that looks hard. */
  readonly hardShare: number;
  /** Power of one look: successive looks of one probe are not independent, those at several endpoints even less so. */
  readonly weight: number;
  readonly weightTogether: number;
};

export type Health = {
  /** P(dead) before anything was seen: 0.1 faults a day of 25 min; P(lossy) and P(sluggish) likewise. */
  readonly prior: number;
  /** Bounds of one provider's part, in log-odds: one broken provider must not make a probe look ill. */
  readonly voteMin: number;
  readonly voteMax: number;
  /** Share of a look's log ratio that counts, and minutes in which a part fades to 1/e. */
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
  /**
   * Minutes before an incident may be resolved, at or below `resolvedUpTo` by then, counted from where the probability
   * began to fall: below `calmBelow`. A belief that sinks slowly has held already while it sank.
   */
  readonly resolveHoldMinutes: number;
  readonly calmBelow: number;
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
    settledMinutes: 1,
    globalOnset: 0.03 * PER_DAY,
    partialOnset: 0.1 * PER_DAY,
    regionalOnset: 0.05 * PER_DAY,
    recovery: 1 / 40,
    exchange: 0.002,
    spread: 0.02,
    degradedShare: 0.5,
    affectedAtOnset: 0.3,
    affectedWhenNarrowing: 0.65,
    degradedWhenAffected: 0.2,
  },
  likelihood: {
    signs: {
      fail: { up: null, modes: [0.2, 0.5, 0.05], down: 0.95, dead: 0.65, lossy: 0.2, sluggish: 0.05 },
      hard: { up: null, modes: [0.05, 0.15, 0.01], down: 0.95, dead: 0.65, lossy: 0.2, sluggish: 0.05 },
      slow: { up: 0.01, modes: [0.02, 0.05, 0.35], down: 0.02, dead: 0.05, lossy: 0.02, sluggish: 0.4 },
      "very-slow": { up: 0.003, modes: [0.01, 0.05, 0.5], down: 0.02, dead: 0.05, lossy: 0.02, sluggish: 0.35 },
      usual: { up: null, modes: [0.78, 0.45, 0.1], down: 0.05, dead: 0.3, lossy: 0.76, sluggish: 0.2 },
    },
    modes: [0.35, 0.35, 0.3],
    modeFloor: 1e-6,
    errorRate: 0.006,
    errorRateBounds: [0.002, 0.3],
    errorRateStep: 0.001,
    learnBelow: 0.01,
    hardShare: 1 / 6,
    weight: 1,
    weightTogether: 1,
  },
  health: {
    prior: 5e-4,
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
    calmBelow: 0.99,
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
  upFloor: 1e-3,
  notUpFrom: 0.5,
  globalShare: 0.8,
  symptomHalfLifeMinutes: 5,
  layerFrom: 0.6,
  slightBelow: 0.02,
  verdictStep: 0.05,
};
