export type Health = {
  /** P(dead) before anything was seen: 0.1 faults a day of 25 min; P(lossy) and P(sluggish) likewise. */
  readonly prior: number;
  /**
   * Bounds of one provider's part, in log-odds: one broken provider must not make a probe look ill (a chance of 0.04), two
   * unrelated ones that fail there together must (0.8). At 3.5 no two could.
   */
  readonly voteMin: number;
  readonly voteMax: number;
  /** P(fail) at a target that has failed look after look while others pass; and how often in a row, for a lossy probe and for a dead one. */
  readonly repeatedExplained: number;
  readonly repeatedFrom: number;
  readonly lastingFrom: number;
  /** Share of a look's log ratio that counts, and minutes in which a part fades to 1/e. */
  readonly voteWeight: number;
  readonly voteFadeMinutes: number;
  /** From this chance of being ill a probe's region counts as not observed. */
  readonly illFrom: number;
  /** At most this chance for a probe that may open an incident alone. */
  readonly wellUpTo: number;
  /** And at most this share of its looks lost, or slow, although all is well. */
  readonly soundRate: number;
};

export const DEFAULT_HEALTH: Health = {
  prior: 5e-4,
  voteMin: -1.5,
  voteMax: 4.5,
  repeatedExplained: 0.9,
  repeatedFrom: 3,
  lastingFrom: 6,
  voteWeight: 0.8,
  voteFadeMinutes: 5,
  illFrom: 0.5,
  wellUpTo: 0.05,
  soundRate: 0.04,
};
