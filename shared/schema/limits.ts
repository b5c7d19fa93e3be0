/** Bounds of everything people, probes and feeds may write. Each has a unit and what it defends against. */

/** Characters of an id: ids become SQL keys, URL segments and file names. */
export const ID_MAX_CHARS = 64;
/** Characters of a display name: a list row stays one line. */
export const NAME_MAX_CHARS = 80;
/** Characters of one free-text sentence (reason, detail): keeps a packed round below D1's 2 MB row. */
export const SENTENCE_MAX_CHARS = 300;
/** Characters of a version that regions should agree on: a commit hash, a time or an entity tag fits. */
export const VERSION_MAX_CHARS = 128;
/** Characters of a URL: browsers and proxies agree on about 2,000. */
export const URL_MAX_CHARS = 2_000;
/** Endpoints of one service: more is several services. */
export const ENDPOINTS_MAX = 20;
/** Tags of one service. */
export const TAGS_MAX = 12;

/** Seconds between rounds: below 10 a check is load, above 3,600 it is no detection. */
export const INTERVAL_SECONDS = { min: 10, default: 60, max: 3_600 } as const;
/** Seconds between two looks at whether heartbeats have come: the aggregator's own minute. */
export const HEARTBEAT_LOOK_SECONDS = 60;
/** Milliseconds until an exchange is given up: below 500 distance alone fails, above 30,000 a slot is lost. */
export const TIMEOUT_MS = { min: 500, default: 10_000, max: 30_000 } as const;
/** Milliseconds beyond its timeout in which a failed exchange is looked into: two connections and what is said of them. */
export const STAGING_MS = 2_000;
/** Milliseconds that a check may call its answer late from. */
export const LATENCY_MS = { min: 1, max: 30_000 } as const;
/** Redirects followed for one exchange. */
export const REDIRECTS = { min: 0, default: 5, max: 10 } as const;
/** Bytes of a body read for expectations: bounds memory and wall time of a probe. */
export const BODY_BYTES = { min: 0, default: 262_144, max: 1_048_576 } as const;

/** Expectations of one kind on one check. */
export const EXPECTATIONS_MAX = 10;
/** Characters of a pattern, and steps of the program it compiles to: what a person can still read. */
export const PATTERN_MAX_CHARS = 500;
export const PATTERN_PROGRAM_MAX = 1_000;
/** Program × characters of one search: the slowest pattern that was found takes a third of a second for so many. */
export const PATTERN_STEPS_MAX = 8_000_000;
/** Observations in one round: one packed row must stay below D1's 2 MB. */
export const ROUND_OBSERVATIONS_MAX = 2_000;
/** Certificates of one chain that are told, a longer one being a loop or a mistake, and names of one: shared ones have hundreds. */
export const CERTIFICATE_CHAIN_MAX = 10;
export const CERTIFICATE_NAMES_MAX = 50;
/** Reasons kept with a verdict or an incident. */
export const REASONS_MAX = 12;
/** Bytes of a DNS message (its length has 16 bits), characters of a name (RFC 1035 2.3.4), and records read of one answer. */
export const DNS_MESSAGE_BYTES = 65_535;
export const DNS_NAME_CHARS = 253;
export const DNS_RECORDS_MAX = 500;
/** Steps that one service adds, replaces or leaves out: a reader follows eight at most. */
export const STEPS_MAX = 20;
/** Characters of a note to a report: a sentence or two. */
export const NOTE_MAX_CHARS = 280;
/** Symptoms of one service: what fits a list that people choose from. */
export const SYMPTOMS_MAX = 16;
/** Different places, networks, platforms and symptoms told apart in one minute of one service; beyond, only countries and symptoms. */
export const BUCKETS_MAX = 20_000;
/** Notes kept of one minute of one service. */
export const NOTES_MAX = 5;
