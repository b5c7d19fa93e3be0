/** Bounds of an exchange made from Node. Each has a unit and what it defends against. */

/** Milliseconds before the next address is tried beside one that has not answered (RFC 8305, section 5). */
export const ATTEMPT_DELAY_MS = 250;
/** Milliseconds between a plain connection and its request: a connection that is taken back at once is told by it. */
export const SETTLE_MS = 25;
/** Addresses of one name that are tried: a name with hundreds must not make a port scan. */
export const ADDRESSES_MAX = 8;
/** Bytes of response headers: browsers stop at about 250 kB, servers send a few; beyond it is a bomb. */
export const HEADER_BYTES_MAX = 65_536;
/** Bytes read of one body when nobody asked for fewer: more than any page, and a body without end is stopped there. */
export const BODY_READ_MAX = 10_485_760;
/** Bytes read of an error page: enough for the words by which its maker is known. */
export const ERROR_BODY_BYTES = 8_192;
/** Milliseconds that one question to a name server may take, and how often it is asked: names answer in tens. */
export const DNS_QUERY = { timeoutMs: 2_000, tries: 2 } as const;
/** Milliseconds that a network may take to answer one question; a check it runs for us takes up to 30 s itself. */
export const NETWORK_TIMEOUT_MS = 45_000;
/** Exchanges of one trial under way at once: a browser makes as many, and no router minds. */
export const TRIES_AT_ONCE = 8;
/** Pages of a network's services that are read to find a host: 200 services each. */
export const NETWORK_PAGES_MAX = 50;
