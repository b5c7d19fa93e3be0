import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { majority, quorum } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * Cloudflare Health Checks: three data centres in each region, the region fails when two of them do, and the origin is
 * unhealthy when a majority of the regions fails (7 of 13). The one vantage point of a region here stands for the three,
 * so a fault of that probe alone, which they would outvote, counts. An unexpected status is a failure; a region that stays
 * silent is taken to keep its last vote. Left out: `consecutive_fails`, 1 by default.
 */
export const cloudflareHealthChecks: Rule = {
  name: "majority of regions",
  peer: "Cloudflare Health Checks",
  open: (world) => watchEndpoints(world, () => quorum({ regions: world.regions, sensor: latest, decide: majority })),
};
