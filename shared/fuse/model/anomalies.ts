/** The self-calibrating detector of a busy series; a bin is five minutes. */
export type Anomalies = {
  readonly binsPerDay: number;
  /** Bins over which counts are averaged: a quarter of an hour, an hour, three hours. */
  readonly horizons: readonly number[];
  /** Half of what is usual is this old. */
  readonly halfLifeBins: number;
  /** Bins before a count is learned from: two hours. */
  readonly lagBins: number;
  /** Spread of ln(1 + count): to begin with, and at least; how quickly it is learned in the first bins and later. */
  readonly spread: number;
  readonly spreadFloor: number;
  readonly quickBins: number;
  readonly quickStep: number;
  readonly slowStep: number;
  /** The score from which it is no ordinary burst, and the days of history that must stand behind it. */
  readonly scoreFrom: number;
  readonly daysMin: number;
};

export const DEFAULT_ANOMALIES: Anomalies = {
  binsPerDay: 288,
  horizons: [3, 12, 36],
  halfLifeBins: 2_016,
  lagBins: 24,
  spread: 0.5,
  spreadFloor: 0.05,
  quickBins: 600,
  quickStep: 0.02,
  slowStep: 0.002,
  scoreFrom: 1.5,
  daysMin: 3,
};
