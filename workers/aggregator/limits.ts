/** Bounds of the aggregator. Each has a unit, a reason, and the limit of the platform it stays below. */

/** Milliseconds between two writes of one KV key: the platform takes one a second. */
export const SNAPSHOT_MIN_GAP_MS = 1_100;
/** Milliseconds above the usual from which an answer is slow where time runs faster; the simulated internet's slow ones are by 600. */
export const HURRIED_SLOW_MS = 500;
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
/** Milliseconds within which calls of one heartbeat that say the same are written once. */
export const HEARTBEAT_GAP_MS = 1_000;
/** Items of one page of a list. */
export const PAGE = { default: 50, max: 200 } as const;
/** Bytes of one part of a saved state: a SQLite value holds at most 2 MB. */
export const STATE_CHUNK_CHARS = 500_000;
/** Milliseconds between the making of a signature and its arrival, either way: what was overheard is of no use for longer. */
export const SIGNATURE_AGE_MS = 300_000;
/** Milliseconds after its slot at which an agent's round is too old: the day that an agent buffers, and an hour to send it. */
export const ROUND_STALE_MS = 25 * 3_600_000;
/** Milliseconds by which an agent's clock may run ahead of ours. */
export const CLOCK_SKEW_MS = 60_000;
/** Bytes of one round of an agent: a packed row must stay below D1's 2 MB. */
export const ROUND_BODY_BYTES = 1_500_000;
/** Agents of one network: what a list answers and what an operator can look after. */
export const AGENTS_MAX = 1_000;
/** Extra looks kept in memory until the minute's row is written; the oldest go first. One row stays below D1's 2 MB. */
export const EXTRA_LOOKS_MAX = 1_000;
/** Milliseconds for which an answer about a URL is given again, and bytes of a request's body. */
export const CHECK_KEPT_MS = 30_000;
export const CHECK_BODY_BYTES = 4_096;
/** Regions of a check on demand that names none, and the milliseconds that one of its looks may take. */
export const CHECK_REGIONS = 5;
export const CHECK_TIMEOUT_MS = 8_000;
/** Endpoints of a service that one check on demand looks at. */
export const CHECK_ENDPOINTS = 3;
/** Changes of a verdict, and incidents, that a recovery is read from: this one and a few before it. */
export const RECOVERY_CHANGES = 400;
export const RECOVERY_INCIDENTS = 20;
/** Characters of a list of tries in a query, and tries in it: a page tries a service's endpoints and a few controls. */
export const TRIES_MAX_CHARS = 1_500;
export const TRIES_MAX = 30;
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
/** Bytes of a report: a note and a token fit several times. */
export const REPORT_BODY_BYTES = 8_192;
/** Minutes within which one reporter counts once per service. */
export const REPORT_ONCE_MINUTES = 30;
/** Reporters that one intake remembers; in a spike the oldest go first. About 50 bytes each, of an isolate's 128 MB. */
export const REPORTERS_MAX = 400_000;
/** Milliseconds after which a reporter's key is replaced, and parts of the reporter's hash: 48 bits, exact as a number. */
export const REPORTER_KEY_MS = 86_400_000;
export const REPORTER_BYTES = 6;
/** Reports of one address in a minute and isolate that need no rate limit, and addresses counted for that. */
export const FLOOD_FREE = 4;
export const FLOOD_ADDRESSES_MAX = 100_000;
/** Milliseconds for which an isolate keeps the key that addresses are named with for the rate limit. */
export const FLOOD_KEY_MS = 600_000;
/** Milliseconds from one write of an intake to the next: reports that come in meanwhile are written and confirmed together. */
export const REPORT_GATHER_MS = 100;
/** Milliseconds from a report until it is handed to the fold, and commits read for one batch. */
export const REPORT_FLUSH_MS = 10_000;
export const REPORT_FLUSH_COMMITS = 2_000;
/** Milliseconds until handing over is tried again, at first and at most. */
export const REPORT_RETRY_MS = { min: 1_000, max: 60_000 } as const;
/** Milliseconds until Turnstile's answer is given up. */
export const TURNSTILE_TIMEOUT_MS = 3_000;
/** Milliseconds for which the front door knows the services that may be reported without looking again. */
export const KNOWN_SERVICES_MS = 2_000;
/** Milliseconds that counts of reports are kept: five weeks, for the same time of past weeks. */
export const REPORTS_KEPT_MS = 35 * 86_400_000;
/** Milliseconds of a series of reports: by default, and at most. */
export const REPORT_SPAN_MS = { default: 86_400_000, max: 7 * 86_400_000 } as const;
/** Minutes of reports read from D1 in one query. */
export const REPORT_MINUTES_READ = 500;
/** Events handed over at once, and times in a row that one message does so: a call to an object may carry 32 MB. */
export const HANDED_AT_ONCE = 200;
export const HANDING_ROUNDS = 50;
/** Milliseconds after which an event that was not handed over counts as left behind. */
export const LEFT_BEHIND_MS = 20_000;
/** Objects that are told at once. */
export const TOLD_AT_ONCE = 50;
/** Milliseconds that events are kept for replays, feeds and streams. */
export const EVENTS_KEPT_MS = 90 * 86_400_000;
/** Milliseconds after a maintenance's begin or end within which it is still told. */
export const MAINTENANCE_TOLD_MS = 3_600_000;
/** API keys of one network: what a list answers and what an operator can look after. */
export const API_KEYS_MAX = 1_000;
/** Bytes of a request about subscriptions. */
export const SUBSCRIPTION_BODY_BYTES = 16_384;
/** Milliseconds that a name counts as looked up, for one receiver: no longer than a resolver's own shortest lifetimes. */
export const TARGET_KNOWN_MS = 30_000;
/** Milliseconds that one wake of a subscription's object works before it makes room for whoever wants to read its log. */
export const WAKE_MS = 60_000;
/** Milliseconds after which an object wakes again when it was stopped in the middle of its work. */
export const GUARD_MS = 5_000;
/** Milliseconds between two times that an object tells D1 its counts. */
export const MIRROR_MS = 60_000;
/** Deliveries deleted from a log at one wake. */
export const LOG_PRUNED = 500;
/** Milliseconds after a vendor's word within which it is told: what is older when it is first read is history. */
export const NOTICE_TOLD_MS = 3_600_000;
/** Milliseconds that the past of the map is kept whole, and in all; from then on one map remains of each step. */
export const MAP_FULL_MS = 7 * 86_400_000;
export const MAP_KEPT_MS = 90 * 86_400_000;
export const MAP_STEP_MS = 300_000;
/** Milliseconds of the past that one pruning thins: it runs every minute, and an hour bridges what was missed. */
export const MAP_THINNED_MS = 3_600_000;
/** Changes of verdicts laid over a map of the past: those of one minute, or of an hour in which nothing could be seen to move. */
export const MAP_CHANGES_MAX = 500;
/** Pixels across a picture of the map: from a phone's thumbnail to a wall. */
export const PICTURE_WIDTH = { min: 160, default: 960, max: 3_840 } as const;
