export type Phases = {
  readonly suspectedFrom: number;
  readonly openFrom: number;
  /** What an opening needs that rests on witnesses alone. */
  readonly witnessedFrom: number;
  readonly recoveringBelow: number;
  readonly resolvedUpTo: number;
  /**
   * Minutes before an incident may be resolved, at or below `resolvedUpTo` by then, counted from where the probability
   * began to fall: below `calmBelow`. A belief that sinks slowly has held already while it sank.
   */
  readonly resolveHoldMinutes: number;
  readonly calmBelow: number;
  /** The same for an incident that has relapsed: what flaps is not over at its first calm minutes. */
  readonly relapsedHoldMinutes: number;
  /** Minutes below `recoveringBelow` after which it is over as well: one stray failure must not begin the wait anew. */
  readonly lowHoldMinutes: number;
  /** Minutes at or below `resolvedUpTo` before a suspicion is withdrawn: one round of passes elsewhere may only shift it. */
  readonly withdrawHoldMinutes: number;
  /** Minutes between an event and the next that tells of nothing but regions joining or leaving. */
  readonly updateMinutes: number;
  /** Minutes after the resolution in which a relapse joins the same incident. */
  readonly rejoinMinutes: number;
  /** Regions that must see it failing for an incident to open. */
  readonly witnesses: number;
  /** Failing rounds of the last five with which one region with a well probe may open an incident alone, and how sure it must be. */
  readonly loneRounds: number;
  readonly loneFrom: number;
  /** Failing rounds with which it may do so when people or the vendor say the same. */
  readonly supportedRounds: number;
  /** A region joins an open incident from the first chance of failing, and leaves it below the second. */
  readonly joinFrom: number;
  readonly leaveBelow: number;
};

export const DEFAULT_PHASES: Phases = {
  suspectedFrom: 0.5,
  openFrom: 0.95,
  witnessedFrom: 0.99,
  recoveringBelow: 0.5,
  resolvedUpTo: 0.05,
  resolveHoldMinutes: 4,
  calmBelow: 0.99,
  relapsedHoldMinutes: 5.2,
  lowHoldMinutes: 4.5,
  withdrawHoldMinutes: 2,
  updateMinutes: 1,
  rejoinMinutes: 30,
  witnesses: 2,
  loneRounds: 3,
  loneFrom: 0.97,
  supportedRounds: 2,
  joinFrom: 0.8,
  leaveBelow: 0.2,
};
