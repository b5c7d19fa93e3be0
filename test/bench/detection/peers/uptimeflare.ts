import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * UptimeFlare: one failure opens, one success closes, from one vantage point; no retry and no quorum. A status outside
 * the expected ones is a failure, a 403 as well. A round that never ran leaves the state as it was.
 * Left out: `gracePeriod`, which delays the notification and not the state, and the loss of concurrent state writes.
 */
export const uptimeFlare: Rule = {
  name: "one failure",
  peer: "UptimeFlare",
  open: (world) => watchEndpoints(world, () => single(world.regions, latest)),
};
