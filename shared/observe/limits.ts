/** Bounds of what a network looks at, how often, and what is read out of it. Each has a unit and a reason. */

/**
 * What a lane holds and how its work is cut into parts. `checks`: a lane's round is one row, so the more checks the fewer
 * rows; as text it stays far below the 2 MB of a row with every check failing. `concurrency`: the platform queues a
 * seventh exchange of one invocation silently. `fill`: the share of a slot that checks may take at worst; the rest is for
 * control targets, DNS, jitter and delivery. `stagingMs`: what a failing check may take beyond its timeout, to find out
 * at which stage it failed.
 */
export const LANE_BOUNDS = { checks: 1_000, concurrency: 6, fill: 0.6, stagingMs: 3_000 } as const;

/** Milliseconds after a first failure was known at which the same region looks again, and once more. */
export const FOLLOW_UP_AFTER_MS = [2_000, 5_000] as const;
/** Other regions that are asked to look at once after a first failure: three that agree are enough to open an incident. */
export const ASKED_REGIONS = 4;
/** Extra looks as a share of the regular ones: a target that is well must not notice them. */
export const EXTRA_SHARE = 0.05;
/** Extra looks that may be saved up, for a region and for a service: an outage is confirmed with six. */
export const EXTRA_SAVED = { region: 24, service: 12 } as const;

/** Every text of a target is hostile: it is cut before anything is looked for. The bounds below are of that kind. */

/** Characters of an error page in which its maker is looked for: its head and its words; the prober reads no more. */
export const PAGE_MAX_CHARS = 8_192;
/** Characters of a body that is nothing but a code (`error code: 1016`): whatever is longer is somebody's page. */
export const BARE_CODE_MAX_CHARS = 64;
/** Characters of a page that says no more than its status: beyond, somebody has written it for a service of their own. */
export const BLANK_PAGE_MAX_CHARS = 600;
/** Characters of a header's value that are read: a mark stands at its beginning. */
export const HEADER_MAX_CHARS = 1_000;
/** Headers of one answer that are read: servers send dozens, and only a hostile one hundreds. */
export const HEADERS_MAX = 200;
/** Hops read out of one Proxy-Status or Cache-Status list: more is a loop or a flood. */
export const HOPS_MAX = 16;
/** Addresses of one name that are looked at: resolvers answer with fewer, or truncate. */
export const ADDRESSES_MAX = 64;
/** Characters of an address: IPv6 with an embedded IPv4, brackets and a zone. */
export const ADDRESS_MAX_CHARS = 64;
/** Characters of a host name (RFC 1035, section 2.3.4). */
export const HOST_MAX_CHARS = 253;
/** Characters of an exception's message that are read: runtimes put the cause first. */
export const THROWN_MAX_CHARS = 1_000;
/** Versions of one endpoint whose first sight is remembered: a rollout has two, and a flood must not fill the memory. */
export const VERSIONS_MAX = 16;
/** Characters and messages heard on a connection or a WebSocket before it is judged: banners and greetings are short. */
export const TALK_CHARS = 16_384;
export const TALK_MESSAGES = 64;
/** Messages after each of which the reply is judged anew; after these, only when it has doubled: judging costs time. */
export const TALK_JUDGED = 16;
/** Milliseconds after its last sight for which a certificate is shown: an agent that is gone says nothing of now. */
export const CERTIFICATE_KEPT_MS = 2 * 86_400_000;
