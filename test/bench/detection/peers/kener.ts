import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * Kener 4: symmetric damping. A new side is committed after as many opposite looks in a row as its threshold says (3 here),
 * for going down and for coming back; a round without data is neutral. One vantage point; DEGRADED counts with DOWN, and
 * so does an unexpected status.
 * Left out: the held rows, which it fills in afterwards as if it had known; overlays of incidents and maintenance.
 */
export const kener: Rule = {
  name: "3 opposite looks, either way",
  peer: "Kener",
  open: (world) => watchEndpoints(world, () => single(world.regions, () => streak({ failures: 3, successes: 3 }))),
};
