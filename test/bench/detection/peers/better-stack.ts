import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { type Decide, quorum } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * Better Stack: each check runs from at least 4 locations, an incident begins when 3 of them fail (confirmation period at
 * its default, immediate), and ends when every location has been well for the whole recovery period; a single failure
 * begins that period anew. An unexpected status is a failure. A location that stays silent is taken to have no say
 * after two rounds. In a world of fewer than 3 vantage points it cannot alert. Left out: the choice of 4 locations out of
 * more, since every vantage point of the world takes part.
 */
export const betterStack: Rule = {
  name: "3 locations, 3 min of recovery",
  peer: "Better Stack",
  open: (world) =>
    watchEndpoints(world, () =>
      quorum({
        regions: world.regions,
        sensor: latest,
        decide: recovering({ locations: 3, recoveryMs: 180_000 }),
        lastsMs: 2 * world.intervalMs,
      }),
    ),
};

function recovering({ locations, recoveryMs }: { locations: number; recoveryMs: number }): Decide {
  let isOpen = false;
  let wellSince: number | null = null;
  return ({ failing, speaking }, at) => {
    if (!isOpen) {
      isOpen = failing.length >= locations;
      wellSince = null;
      return isOpen;
    }
    wellSince = failing.length === 0 && speaking > 0 ? (wellSince ?? at) : null;
    isOpen = wellSince === null || at - wellSince < recoveryMs;
    return isOpen;
  };
}
