/** Bounds of the probe. Each has a unit, a reason, and the limit of the platform it stays below. */

/** Exchanges under way at once: the platform queues the seventh silently and its wait would count as latency. */
export const CONCURRENCY = 6;
/** Milliseconds given to a control target or a colo trace: they answer in tens, and an ill probe must not lose its slot. */
export const CONTROL_TIMEOUT_MS = 4_000;
/** Milliseconds to which a timeout is cut at most where time runs faster: the machine under it does not, and may be busy. */
export const HURRIED_TIMEOUT_MS = 1_500;
/** Share of a slot over which the starts of its checks are spread, so that a target never sees a burst. */
export const JITTER_SHARE = 0.05;
/** Share of a lane's spread over which the looks of one part begin: the parts themselves begin apart. */
export const HAND_SPREAD_SHARE = 0.1;
/** Control targets looked at beside a look that is made besides the schedule: of two providers, as a witness needs one. */
export const EXTRA_CONTROLS = 2;
/** Milliseconds beyond its checks' timeouts that a look asked for may take before its place counts as out of reach. */
export const ASK_MARGIN_MS = 5_000;
/** Where the data centre is asked for, and rounds between two questions: an object seldom moves. */
export const COLO_TRACE_URL = "https://www.cloudflare.com/cdn-cgi/trace";
export const COLO_EVERY_ROUNDS = 60;
/** Rounds kept while D1 or the aggregator is away: a day at one a minute; the oldest go first. */
export const OUTBOX_MAX_ROUNDS = 1_440;
/** Rounds replayed from the outbox at one slot, so that catching up does not delay probing. */
export const OUTBOX_BATCH = 25;
/** Milliseconds that an answer is kept: a name is not asked again at every slot, and a moved one is found soon. */
export const RESOLVE_TTL_MS = 60_000;
/** Names kept per place: bounds the memory of an isolate. */
export const RESOLVE_CACHE_MAX = 5_000;
/** Bytes read of an error page: enough for the words by which its maker is known. */
export const ERROR_BODY_BYTES = 8_192;
/** Milliseconds that closing may take before nobody waits for it any longer. */
export const CLOSE_MS = 500;
