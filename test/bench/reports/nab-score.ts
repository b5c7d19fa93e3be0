/**
 * The scoring of the Numenta Anomaly Benchmark, after its publication (Lavin and Ahmad, 2015): an early detection within a
 * window of an anomaly earns up to one, every other detection costs by how far it lies behind the last window, a window
 * without a detection costs. Figures are normalised between a detector that never detects (0) and a perfect one (100).
 */

export type Profile = { readonly fpWeight: number; readonly fnWeight: number };

/** Rows, both ends included. */
export type Window = { readonly from: number; readonly to: number };

/** Rows at the start of a series that are not scored. */
export function probation(rows: number): number {
  return Math.floor(Math.min(0.15 * rows, 0.15 * 5_000));
}

/** -1 (far to the right of a window) to nearly 1 (at its start, position -1). */
function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/** The raw score of one series: `detections` are rows, in order. */
export function rawScore(
  detections: readonly number[],
  windows: readonly Window[],
  rows: number,
  profile: Profile,
): number {
  const begin = probation(rows);
  const scored = detections.filter((row) => row >= begin);
  let score = 0;
  for (const { from, to } of windows) {
    const first = scored.find((row) => row >= from && row <= to);
    if (first === undefined) score -= profile.fnWeight;
    else score += scaledSigmoid(-(to - first + 1) / (to - from + 1)) / scaledSigmoid(-1);
  }
  for (const row of scored) {
    if (windows.some(({ from, to }) => row >= from && row <= to)) continue;
    const last = windows.filter(({ to }) => to < row).at(-1);
    const penalty = last === undefined ? -1 : scaledSigmoid((row - last.to) / (last.to - last.from));
    score += penalty * profile.fpWeight;
  }
  return score;
}

/** Raw scores of a whole set, on the scale of 0 to 100. */
export function normalised(raw: number, windows: number, profile: Profile): number {
  const none = -windows * profile.fnWeight;
  return (100 * (raw - none)) / (windows - none);
}
