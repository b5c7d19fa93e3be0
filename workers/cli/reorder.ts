/**
 * Puts events that are a little out of order back into it. It holds no more than what arrived within the allowed disorder,
 * in buckets of a second, each of which is sorted once. What comes later than that is let through as it comes.
 */
export type Reorder<E> = {
  /** Takes one event; gives those that nothing can precede any more. */
  add(event: E): readonly E[];
  /** The remaining ones, at the end. */
  rest(): readonly E[];
};

const BUCKET_MS = 1_000;
const NOTHING: readonly never[] = [];

export function createReorder<E extends { readonly at: number }>(
  disorderMs: number,
  order: (a: E, b: E) => number,
): Reorder<E> {
  const buckets = new Map<number, E[]>();
  /** The next bucket to be let go; every earlier one is gone. */
  let next = Number.NEGATIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  const release = (before: number): readonly E[] => {
    const ready = [...buckets.keys()].filter((bucket) => bucket < before).sort((a, b) => a - b);
    return ready.flatMap((bucket) => {
      const events = buckets.get(bucket) ?? [];
      buckets.delete(bucket);
      return sorted(events, bucket * BUCKET_MS, order);
    });
  };
  return {
    add(event) {
      const bucket = Math.floor(event.at / BUCKET_MS);
      if (bucket < next) return [event];
      const held = buckets.get(bucket);
      if (held === undefined) buckets.set(bucket, [event]);
      else held.push(event);
      if (event.at <= newest) return NOTHING;
      newest = event.at;
      const until = Math.floor((newest - disorderMs) / BUCKET_MS);
      if (until <= next) return NOTHING;
      next = until;
      return release(until);
    },
    rest: () => release(Number.POSITIVE_INFINITY),
  };
}

/** Places of an event within a bucket: those of one instant keep apart. A bucket with more is sorted by comparing. */
const PLACES = 2 ** 20;

/** By time as numbers, which is many times faster than comparing events; only those of one instant are compared. */
function sorted<E extends { readonly at: number }>(events: E[], from: number, order: (a: E, b: E) => number): E[] {
  if (events.length > PLACES) return events.sort(order);
  const keys = Float64Array.from(events, ({ at }, index) => Math.floor(at - from) * PLACES + index).sort();
  const inTime = Array.from(keys, (key) => events[key % PLACES]).filter((event) => event !== undefined);
  for (let start = 0; start < inTime.length; ) {
    let end = start + 1;
    while (end < inTime.length && Math.floor(inTime[end]?.at ?? 0) === Math.floor(inTime[start]?.at ?? 0)) end++;
    if (end - start > 1) inTime.splice(start, end - start, ...inTime.slice(start, end).sort(order));
    start = end;
  }
  return inTime;
}
