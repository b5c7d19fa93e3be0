/** Bounds of what is pulled from the front door. Each has a unit and a reason. */

/** Seconds for which a feed, a calendar or a badge may be kept by whoever asked: readers poll within minutes. */
export const FEED_SECONDS = 60;
export const CALENDAR_SECONDS = 300;
export const BADGE_SECONDS = 60;
/** Seconds after which a widget renews itself. */
export const WIDGET_SECONDS = 60;
/** Seconds for which the uptime of a service is kept: it is read from weeks of changes and moves slowly. */
export const UPTIME_SECONDS = 300;
/** Changes of state that uptime is read from; of more, which is one every six minutes for a month, the newest. */
export const UPTIME_CHANGES = 8_000;
/** Incidents that uptime is read from. */
export const UPTIME_INCIDENTS = 2_000;
/** Seconds between two readings of D1 for metrics, and rounds read for latency: eleven regions with lanes to spare. */
export const METRICS_SECONDS = 60;
export const LATENCY_ROUNDS = 1_000;
/** Milliseconds between two looks of a stream at what is new: all streams of an isolate share one look. */
export const STREAM_POLL_MS = 2_000;
/** Milliseconds of silence after which a stream says that it lives: proxies close what is silent for a minute. */
export const STREAM_BEAT_MS = 15_000;
/** Milliseconds after which a stream ends, and a client comes back with where it was: no deployment waits for it. */
export const STREAM_LASTS_MS = 300_000;
/** Milliseconds that a client waits before it comes back. */
export const STREAM_RETRY_MS = 3_000;
/** Events read at once. */
export const STREAM_PAGE = 100;
/** By how much a probability must have moved to be told while all else stays: below it looks jitter. */
export const STREAM_STEP = 0.05;
