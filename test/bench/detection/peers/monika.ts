import type { Rule } from "../rule.ts";
import { behindGate } from "./gate.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * Monika: incident threshold 5 and recovery threshold 5, one vantage point, and no probing at all while its own network is
 * known to be down (by STUN, on by default). Monika makes its attempts within one cycle, with growing pauses; a look here is
 * one attempt, so the delays in this table are longer than in the field and the damping is stronger. An unexpected status
 * is a failure by its default alert.
 */
export const monika: Rule = {
  name: "5 failures, 5 successes",
  peer: "Monika",
  open: (world) =>
    behindGate(
      watchEndpoints(world, () => single(world.regions, () => streak({ failures: 5, successes: 5 }))),
      world.regions[0],
    ),
};
