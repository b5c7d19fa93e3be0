/** Bounds of what is read out of an exchange. Every text of a target is hostile: it is cut before anything is looked for. */

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
