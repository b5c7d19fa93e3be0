import type { Rule, Watched } from "../rule.ts";
import { isFailure, type Judge, type Look, watchEndpoints } from "./judge.ts";

/**
 * OpenStatus: the state of each region is kept, and only a region that changes makes the monitor look: it takes that
 * region's new state when at least half of the regions share it. With an even number of regions, exactly half is enough
 * for either side, so one recovery can turn the monitor well while half of it still fails, and nothing raises it again
 * until another region changes. A dead checker is frozen at what it said last. A 403 is an error unless it is expected.
 * Left out: up to three attempts within the region, since a look here is final; `degraded`, which needs a threshold that is
 * not set by default; maintenance.
 */
export const openStatus: Rule = {
  name: "half of the regions",
  peer: "OpenStatus",
  open: (world) => watchEndpoints(world, () => monitor(world)),
};

function monitor({ regions }: Watched): Judge<Look> {
  const stored = new Map<string, boolean>();
  let isError = false;
  return {
    see(look) {
      const hasFailed = isFailure(look);
      if (!regions.includes(look.region) || stored.get(look.region) === hasFailed) return;
      stored.set(look.region, hasFailed);
      const alike = [...stored.values()].filter((state) => state === hasFailed).length;
      if (alike >= regions.length / 2) isError = hasFailed;
    },
    alerts: () => isError,
    failing: () => regions.filter((region) => stored.get(region)),
  };
}
