import type { FoldEvent } from "../../../shared/schema/index.ts";
import { eventOrder } from "./event-order.ts";
import { COLUMN, COLUMNS, observationOf } from "./observation-row.ts";

/**
 * Puts events that are a little out of order back into it. It holds no more than what arrived within the allowed disorder,
 * in buckets of a second, each of which is sorted once, observations as rows of numbers. What comes later than that is let
 * through as it comes.
 */
export type Reorder = {
  add(event: FoldEvent): void;
  /** An observation as a row, which is copied. */
  addRow(row: Float64Array): void;
  /** Lets go of the remaining ones, at the end. */
  finish(): void;
};

/** The first `count` rows are in use. */
type Bucket = { rows: Float64Array; count: number; readonly others: FoldEvent[] };

const BUCKET_MS = 1_000;
/** Rows for which a bucket has room at first. */
const FIRST_ROWS = 32;

/** `emit` takes the events in order, each as soon as nothing can precede it any more. */
export function createReorder(disorderMs: number, emit: (event: FoldEvent) => void): Reorder {
  const buckets = new Map<number, Bucket>();
  /** Room of buckets that are gone, for those to come: a new one for every second would keep the collector busy. */
  const spare: Float64Array[] = [];
  /** The next bucket to be let go; every earlier one is gone. */
  let next = Number.NEGATIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;

  /** The bucket that holds this time; `null` when it is gone. */
  const bucketOf = (at: number): Bucket | null => {
    const number = Math.floor(at / BUCKET_MS);
    if (number < next) return null;
    const held = buckets.get(number);
    if (held !== undefined) return held;
    const opened = { rows: spare.pop() ?? new Float64Array(FIRST_ROWS * COLUMNS), count: 0, others: [] };
    buckets.set(number, opened);
    return opened;
  };
  const release = (before: number) => {
    const ready = [...buckets.keys()].filter((number) => number < before).sort((a, b) => a - b);
    for (const number of ready) {
      const bucket = buckets.get(number);
      buckets.delete(number);
      if (bucket === undefined) continue;
      emitInOrder(bucket, number * BUCKET_MS, emit);
      spare.push(bucket.rows);
    }
  };
  const advance = (at: number) => {
    if (at <= newest) return;
    newest = at;
    const until = Math.floor((newest - disorderMs) / BUCKET_MS);
    if (until <= next) return;
    next = until;
    release(until);
  };
  return {
    add(event) {
      const bucket = bucketOf(event.at);
      if (bucket === null) emit(event);
      else bucket.others.push(event);
      advance(event.at);
    },
    addRow(row) {
      const at = row[COLUMN.at] ?? 0;
      const bucket = bucketOf(at);
      if (bucket === null) emit(observationOf(row, 0));
      else put(bucket, row);
      advance(at);
    },
    finish: () => release(Number.POSITIVE_INFINITY),
  };
}

function put(bucket: Bucket, row: Float64Array): void {
  const start = bucket.count * COLUMNS;
  if (start === bucket.rows.length) {
    const larger = new Float64Array(2 * start);
    larger.set(bucket.rows);
    bucket.rows = larger;
  }
  for (let column = 0; column < COLUMNS; column++) bucket.rows[start + column] = row[column] ?? 0;
  bucket.count++;
}

/** Places of an event within a bucket: those of one millisecond keep apart. */
const PLACES = 2 ** 32;

/** By time as numbers, which is many times faster than comparing events; only those of one millisecond are compared. */
function emitInOrder({ rows, count, others }: Bucket, from: number, emit: (event: FoldEvent) => void): void {
  const eventAt = (index: number) =>
    index < count ? observationOf(rows, index * COLUMNS) : (others[index - count] as FoldEvent);
  const keys = new Float64Array(count + others.length);
  for (let index = 0; index < count; index++)
    keys[index] = Math.floor((rows[index * COLUMNS + COLUMN.at] ?? 0) - from) * PLACES + index;
  for (const [index, { at }] of others.entries()) keys[count + index] = Math.floor(at - from) * PLACES + count + index;
  keys.sort();
  for (let start = 0; start < keys.length; ) {
    const instant = Math.floor((keys[start] ?? 0) / PLACES);
    let end = start + 1;
    while (end < keys.length && Math.floor((keys[end] ?? 0) / PLACES) === instant) end++;
    if (end - start === 1) emit(eventAt((keys[start] ?? 0) % PLACES));
    else {
      const together: FoldEvent[] = [];
      for (let index = start; index < end; index++) together.push(eventAt((keys[index] ?? 0) % PLACES));
      for (const event of together.sort(eventOrder)) emit(event);
    }
    start = end;
  }
}
