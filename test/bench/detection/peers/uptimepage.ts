import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { majority, quorum } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * uptimepage: down when floor(n/2)+1 of a monitor's n regions fail, so a region that fails for ever below that number
 * makes no incident. An unexpected status is a failure. A region that stays silent is taken to lose its vote
 * after two rounds and still to count in n. Left out: whatever a region does before it votes.
 */
export const uptimepage: Rule = {
  name: "floor(n/2)+1 regions",
  peer: "uptimepage",
  open: (world) =>
    watchEndpoints(world, () =>
      quorum({ regions: world.regions, sensor: latest, decide: majority, lastsMs: 2 * world.intervalMs }),
    ),
};
