/**
 * Rates per minute. Outages last 40 min on average, between the medians of small sites (21 min) and of large vendors'
 * own incidents (67 min).
 */
export type Chain = {
  /** Minutes of a tick: time passes in whole ticks, and looks within one tick commute. */
  readonly tickMinutes: number;
  /** Minutes for which nothing has been said about a belief that nothing speaks against: about one interval. */
  readonly settledMinutes: number;
  /** How many times likelier to fail than there a belief may be and still fall back to it. */
  readonly settleFactor: number;
  /**
   * Begins to fail everywhere: 0.03 a day, for each endpoint and for all of them together. That is more than real services
   * do; a third of it kept no false alarm away that the rules for opening do not, and found fewer short outages.
   */
  readonly globalOnset: number;
  /** Begins to fail in some regions at once: 0.1 a day, as large vendors' major incidents (0.04 to 0.1 for all of it). */
  readonly partialOnset: number;
  /** Begins to fail in one region alone: 0.05 a day and region. */
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
  /** Share of the failing regions that come back with the rest. */
  readonly recoversTogether: number;
};

const PER_DAY = 1 / 1_440;

export const DEFAULT_CHAIN: Chain = {
  tickMinutes: 0.25,
  settledMinutes: 1,
  settleFactor: 3,
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
  recoversTogether: 0.95,
};
