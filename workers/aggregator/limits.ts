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
/** Parameters of one D1 statement that a list may take: the platform allows 100. */
export const PARAMETERS_MAX = 90;
/** Requests planned for one minute's reading of sources: the free plan allows 50 in one invocation, and ten are for redirects. */
export const SOURCE_REQUESTS = 40;
/** Sources read at once: the platform queues a seventh request, and one is left for D1. */
export const SOURCES_AT_ONCE = 5;
/** Milliseconds until a source is given up. */
export const SOURCE_TIMEOUT_MS = 10_000;
/** Milliseconds of one minute's reading in all: the next minute must find it ended. */
export const SOURCES_RUN_MS = 45_000;
/** Redirects followed to a source: a page that moved is one away. */
export const SOURCE_REDIRECTS = 2;
/** Sources that fail on our own side in a row, before any is read, after which a run is given up. */
export const OWN_FAILURES_MAX = 5;
/** Minutes after which every word in force is told again: what a crash lost comes back. */
export const RETELL_MINUTES = 5;
/** Milliseconds that notices which are over are kept: the span of the statistics that people compare. */
export const NOTICES_KEPT_MS = 90 * 86_400_000;
/** Notices deleted by one pruning. */
export const NOTICES_PRUNED = 200;
/** Newest incidents and notices against which the official lag of a service is measured. */
export const LAG_PAGE = { incidents: 40, notices: 100 } as const;
