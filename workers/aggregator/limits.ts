/** Bounds of the aggregator. Each has a unit, a reason, and the limit of the platform it stays below. */

/** Milliseconds between two writes of one KV key: the platform takes one a second. */
export const SNAPSHOT_MIN_GAP_MS = 1_100;
/** Milliseconds between two saves of the fold's state: what a crash loses is folded again from D1. */
export const SAVE_EVERY_MS = 60_000;
/** Rounds read from D1 in one query while rebuilding: keeps a result far below the 128 MB of an isolate. */
export const REBUILD_BATCH = 500;
/** Milliseconds of rounds that a rebuild from nothing goes back: beliefs forget faster than this. */
export const REBUILD_SPAN_MS = 6 * 3_600_000;
/** Statements of one D1 batch: a batch has 30 s in all. */
export const D1_BATCH = 100;
/** Writes kept while D1 is away, per shard; the oldest go first. */
export const PENDING_WRITES_MAX = 10_000;
/** Milliseconds that rounds are kept in D1. */
export const ROUNDS_KEPT_MS = 7 * 86_400_000;
/** Rows deleted by one pruning statement: D1 asks for chunks of about 1,000. */
export const PRUNE_CHUNK = 1_000;
/** Items of one page of a list. */
export const PAGE = { default: 50, max: 200 } as const;
/** Bytes of one part of a saved state: a SQLite value holds at most 2 MB. */
export const STATE_CHUNK_CHARS = 500_000;
/** A lane's exchanges at once (the platform queues a seventh) and the share of its slot that checks may fill at worst. */
export const LANE_BOUNDS = { concurrency: 6, fill: 0.6 } as const;
/** Changes of a verdict, and incidents, that a recovery is read from: this one and a few before it. */
export const RECOVERY_CHANGES = 400;
export const RECOVERY_INCIDENTS = 20;
/** Characters of a list of tries in a query, and tries in it: a page tries a service's endpoints and a few controls. */
export const TRIES_MAX_CHARS = 1_500;
export const TRIES_MAX = 30;
