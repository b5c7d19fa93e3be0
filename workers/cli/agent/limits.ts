/** Bounds of an agent. Each has a unit and what it defends against. */

/** Exchanges under way at once: a small host has sockets and memory for these, and no target sees a burst. */
export const CONCURRENCY = 24;
/** Share of a slot over which the starts of its checks are spread. */
export const JITTER_SHARE = 0.05;
/** Milliseconds given to a control target: they answer in tens, and an ill agent must not lose its slot. */
export const CONTROL_TIMEOUT_MS = 4_000;
/** Control targets of one round. */
export const CONTROLS_MAX = 20;
/**
 * What is kept while the network is away: rounds (a day of ten lanes at one a minute; the oldest go first), bytes of the
 * file that holds them (a round of 100 checks has about 10 kB), and bytes that may be delivered and still lie in it.
 */
export const OUTBOX = { maxRounds: 14_400, maxBytes: 268_435_456, slackBytes: 1_048_576 } as const;
/** Milliseconds that the network may take to answer. */
export const NETWORK_TIMEOUT_MS = 30_000;
/** Milliseconds between two attempts at a network that is away: the first, and the longest. */
export const RETRY_MS = { first: 1_000, longest: 60_000 } as const;
/** Kilometres by which the place on the command line and the one the key was issued for may differ. */
export const PLACE_TOLERANCE_KM = 10;
/** Milliseconds after which a certificate that has not changed is told in full again: what the network lost comes back. */
export const CERTIFICATE_EVERY_MS = 3_600_000;
