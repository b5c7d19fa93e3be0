/** The median of the last so many values, kept in order by insertion: each value costs one search and one shift. */

export type RunningMedian = { add(value: number): void; value(): number | null };

export function runningMedian(size: number): RunningMedian {
  const recent: number[] = [];
  const sorted: number[] = [];
  return {
    add(value) {
      recent.push(value);
      sorted.splice(placeOf(sorted, value), 0, value);
      const oldest = recent.length > size ? recent.shift() : undefined;
      if (oldest !== undefined) sorted.splice(placeOf(sorted, oldest), 1);
    },
    value: () => sorted[Math.floor(sorted.length / 2)] ?? null,
  };
}

/** Index of the first element that is not smaller. */
function placeOf(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
