/** The vendor's own word: how many times likelier a failure is when it says so. */
export type Notices = {
  readonly outage: number;
  readonly degraded: number;
  /** Minutes after which an unrenewed notice no longer counts. */
  readonly staleMinutes: number;
  /** A chance of failing below which nothing was seen, and a notice raises nothing. */
  readonly raisesFrom: number;
};

export const DEFAULT_NOTICES: Notices = {
  outage: 10,
  degraded: 4,
  staleMinutes: 360,
  raisesFrom: 0.3,
};
