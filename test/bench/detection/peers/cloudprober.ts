import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { mOfN } from "./streak.ts";

/**
 * cloudprober: an alert while at least M of the last N looks failed; it resolves as soon as fewer did. Its default is
 * 1 of 1, which is the rule of UptimeFlare; the damping of 3 of 5 is measured here. One prober, and an unexpected status is
 * a failure; a round that never ran leaves the window as it was.
 * Left out: repeated notification, and alerts per target that are joined by a template.
 */
export const cloudprober: Rule = {
  name: "3 of the last 5 looks",
  peer: "cloudprober",
  open: (world) => watchEndpoints(world, () => single(world.regions, () => mOfN({ failures: 3, of: 5 }))),
};
