/**
 * A statistic on the scale of its own past: how far it lies above the median of its daily maxima, in units of how far they
 * exceed it. A series that bursts every day must burst more than that. Two days of maxima are needed before it says anything.
 */
export type Tail = { readonly maxima: number[]; today: number | null };

const DAYS = 28;
const DAYS_MIN = 2;
/** The unit of the scale, in the statistic's own: within these bounds, and a share of the median at least. */
const EXCEEDANCE_MIN = 0.03;
const EXCEEDANCE_MAX = 1;
const MEDIAN_SHARE = 0.15;

export function openTail(): Tail {
  return { maxima: [], today: null };
}

/** The value on its own scale; `null` while the past is too short. */
export function relativeTo({ maxima }: Tail, value: number): number | null {
  if (maxima.length < DAYS_MIN) return null;
  const median = [...maxima].sort((a, b) => a - b)[Math.floor(maxima.length / 2)] ?? 0;
  const above = maxima.filter((max) => max > median).map((max) => max - median);
  const exceedance = above.length === 0 ? 1 : above.reduce((sum, each) => sum + each, 0) / above.length;
  return (
    (value - median) / Math.max(Math.min(exceedance, EXCEEDANCE_MAX), MEDIAN_SHARE * Math.abs(median), EXCEEDANCE_MIN)
  );
}

/** Takes in one value; `isOver` when the day ends with it. Changed in place. */
export function keepMaximum(tail: Tail, value: number, isOver: boolean): void {
  tail.today = Math.max(tail.today ?? value, value);
  if (!isOver) return;
  tail.maxima.push(tail.today);
  if (tail.maxima.length > DAYS) tail.maxima.shift();
  tail.today = null;
}
