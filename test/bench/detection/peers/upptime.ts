import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * Upptime: the last of up to three tries within one check (after 2 s and 10 s) decides, one vantage point; the issue
 * opens on a change to down and closes at the first up. A look here is the result of such a check: nothing is asked again
 * within a round, so a fault that passes within 12 s counts against Upptime here and would not in the field.
 * Left out: `degraded` (a slow 5xx is labelled so, and here it is a failure) and the packet loss that TCP pings overlook.
 */
export const upptime: Rule = {
  name: "last of three tries in a check",
  peer: "Upptime",
  open: (world) => watchEndpoints(world, () => single(world.regions, latest)),
};
