/** Bounds of the pages. Each has a unit and a reason. */

/** Seconds that a page is kept by a browser, and shown by it while it fetches a newer one; the edge has its own. */
export const PAGE_SECONDS = { browser: 1, stale: 30 } as const;
/**
 * Milliseconds of the latency chart and of one of its steps, rows of it (72 steps of at most 40 places), and seconds that it
 * and the days are kept at the edge.
 */
export const LATENCY_CHART = { spanMs: 6 * 3_600_000, stepMs: 5 * 60_000, rows: 3_000, keptSeconds: 60 } as const;
/** Days of the bars on a service's page. */
export const DAY_BARS = { days: 90 } as const;
/** Incidents on the first page, on a list, and of a service's page. */
export const INCIDENTS_SHOWN = { home: 8, list: 50, service: 10 } as const;
/** Notices of the vendor on one page, and changes of the verdict in its chart. */
export const NOTICES_SHOWN = 12;
export const CHANGES_SHOWN = 400;
/** Votes shown before the rest is folded away. */
export const VOTES_SHOWN = 12;
