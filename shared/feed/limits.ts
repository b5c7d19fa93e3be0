/** Bounds of what is pulled. Each has a unit and a reason. */

/** Entries of one feed: readers poll within minutes, and a new one wants some weeks of the past. */
export const FEED_ENTRIES = 50;
/** Milliseconds of past and of future that a calendar shows. */
export const CALENDAR_SPAN_MS = { past: 90 * 86_400_000, ahead: 366 * 86_400_000 } as const;
/** Windows in one calendar. */
export const CALENDAR_EVENTS = 500;
/** Octets of a line of a calendar, its end excluded (RFC 5545, 3.1). */
export const CONTENT_LINE_OCTETS = 75;
/** Days over which uptime is told. */
export const UPTIME_DAYS = [30, 90] as const;
/** Milliseconds between two signs of life beyond which nobody was watching: a minute's work may be late, not missing. */
export const WATCH_GAP_MS = 180_000;
/** Incidents of a Statuspage-like list: what Statuspage itself lists. */
export const STATUSPAGE_INCIDENTS = 50;
/** Characters of a badge's label: beyond them it is no badge. */
export const BADGE_LABEL_CHARS = 40;
/** Milliseconds of rounds that latency is taken over. */
export const LATENCY_SPAN_MS = 300_000;
