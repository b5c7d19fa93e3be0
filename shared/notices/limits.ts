/** Bounds of everything a vendor's document may make us hold. Each has a unit and what it defends against. */

/** Bytes of a document: the longest known (a cloud's whole history) has 2 MB; anything above 8 MB is refused unparsed. */
export const DOCUMENT_MAX_BYTES = 8_388_608;
/** Levels of nesting: real documents have at most 8; a parser or a walk must not exhaust its stack. */
export const DEPTH_MAX = 64;
/** Notices of one document; the rest, which is the oldest, is left out. */
export const NOTICES_MAX = 2_000;
/** Items of one list inside a notice (components, locations, updates). */
export const LIST_MAX = 60;
/** Updates of one incident that are looked at: the longest known has 60. */
export const UPDATES_MAX = 500;
/** Characters of a notice's id as the vendor gives it. */
export const ID_MAX = 200;
/** Characters of a name of a component or a location. */
export const NAME_MAX = 120;
/** Characters of a notice's words: a long post-mortem is behind the link. */
export const WORDS_MAX = 2_000;
/** Characters of foreign text that are looked at before it is cut: bounds the work of stripping it. */
export const RAW_TEXT_MAX = 40_000;
/** Complaints kept of one document. */
export const COMPLAINTS_MAX = 5;
/** Years that a vendor's time may name: outside them it is no time but a slip. */
export const YEARS = { min: 2000, max: 2100 } as const;

/** Milliseconds between two looks at a source that answers: vendors' pages are cached for about a minute. */
export const POLL_MS = { min: 60_000, max: 120_000 } as const;
/** How many times rarer an account is read whose interface counts every read against its owner. */
export const METERED_FACTOR = 5;
/** Milliseconds that a failing source waits at most: an outage of the vendor's page must not outlast itself here. */
export const BACKOFF_MAX_MS = 15 * 60_000;
/** Milliseconds that a source may ask us to stay away (Retry-After): a day. */
export const RETRY_AFTER_MAX_MS = 86_400_000;
/** Milliseconds for which a name's addresses are taken as looked up; the platform resolves anew at each connection. */
export const NAME_KNOWN_MS = 3_600_000;
/** Milliseconds of the past from which a notice that is new to us is taken in: a page's archive is not news. */
export const NEWS_SPAN_MS = 14 * 86_400_000;
/** Milliseconds for which a resolved notice still ends what was told of it. */
export const ENDED_SPAN_MS = 86_400_000;
/** Milliseconds before our opening, and after our end, in which a vendor's first word is taken to be about an incident. */
export const LAG_SPAN_MS = { before: 6 * 3_600_000, after: 3_600_000 } as const;
/** Incidents over which a service's official lag is taken. */
export const LAG_INCIDENTS = 20;
