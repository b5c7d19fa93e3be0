/** User reports; counts are people a minute. */
export type People = {
  /** One person counts once in so many minutes, and at most so many people are remembered. */
  readonly oncePerMinutes: number;
  readonly peopleMax: number;
  /** Minutes over which networks are compared, and the share of one above which it does not count. */
  readonly windowMinutes: number;
  readonly shareMax: number;
  /** People of one network within the window that always count. */
  readonly networkMin: number;
  /** Expected people a minute before anything was learned: a handful is never a surge. */
  readonly levelFloor: number;
  /** Share of a new minute in what is expected, and minutes before it is learned from. */
  readonly levelStep: number;
  readonly lagMinutes: number;
  readonly warmUpMinutes: number;
  /** Variance over mean: to begin with, its bounds, and the share of a new minute. Real counts: 3.7 an hour. */
  readonly dispersion: number;
  readonly dispersionBounds: readonly [low: number, high: number];
  readonly dispersionStep: number;
  /** How many times the usual a surge is taken to be. */
  readonly surgeRatio: number;
  /** Odds of a surge beginning; bounds of one minute's step and of the sum, in nats; the sum that counts as a surge. */
  readonly prior: number;
  readonly stepMax: number;
  readonly sumMax: number;
  /** Share of the sum that is left after a minute: what was surging an hour ago is no evidence. */
  readonly sumKeeps: number;
  readonly sumSurge: number;
  /**
   * What is left of a surge when what it reports is over, as a share of what it was; share of a new minute in what it is; and
   * the sum, in nats, from which it is over.
   */
  readonly fallShare: number;
  readonly heatStep: number;
  readonly fallFrom: number;
  /** Fewer people or networks within the window are no surge. */
  readonly peopleMin: number;
  readonly networksMin: number;
  /** Minutes whose reports go on when what they report is over, and the share that is left of them a minute later. */
  readonly echoMinutes: number;
  readonly echoKeeps: number;
  /** The chance from which reports are spoken of. */
  readonly tellFrom: number;
  /** The sum from which a region takes part in a surge of the whole. */
  readonly joinsFrom: number;
  /** The most that reports alone can make of it, before and after they have lasted. */
  readonly upTo: number;
  readonly upToLasting: number;
  /** Lasting: so many minutes, or so many countries. */
  readonly lastingMinutes: number;
  readonly countriesEnough: number;
  /** How many times likelier a failure that was seen is when people surely report it. */
  readonly supportMax: number;
};

export const DEFAULT_PEOPLE: People = {
  oncePerMinutes: 60,
  peopleMax: 20_000,
  windowMinutes: 10,
  shareMax: 1 / 3,
  networkMin: 3,
  levelFloor: 0.1,
  levelStep: 0.015,
  lagMinutes: 15,
  warmUpMinutes: 15,
  dispersion: 1.5,
  dispersionBounds: [1.2, 4],
  dispersionStep: 0.01,
  surgeRatio: 5,
  prior: 1e-4,
  stepMax: 5,
  sumMax: 13,
  sumKeeps: 0.9,
  sumSurge: 8,
  fallShare: 0.3,
  heatStep: 0.1,
  fallFrom: 7,
  peopleMin: 8,
  networksMin: 4,
  echoMinutes: 3,
  echoKeeps: 0.82,
  tellFrom: 0.3,
  joinsFrom: 4,
  upTo: 0.9,
  upToLasting: 0.99,
  lastingMinutes: 5,
  countriesEnough: 3,
  supportMax: 20,
};
