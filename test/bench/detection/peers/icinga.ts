import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * Icinga and Nagios: a failure is a soft state until `max_check_attempts` (3) in a row make it hard; the first success
 * is hard at once. One vantage point. `check_http` warns or is critical on a 4xx, and both are problems.
 * Left out: `retry_interval`, since the next look here comes at the next round; flap detection.
 */
export const icinga: Rule = {
  name: "hard state after 3 attempts",
  peer: "Icinga, Nagios",
  open: (world) => watchEndpoints(world, () => single(world.regions, () => streak({ failures: 3, successes: 1 }))),
};
