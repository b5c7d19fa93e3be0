/** Bounds of what a network looks at and how often. Each has a unit and a reason. */

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
