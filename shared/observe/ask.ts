import { distanceKm, type Point } from "../geo/distance.ts";
import { findRegion } from "../geo/regions.ts";
import type { PlaceId } from "../schema/index.ts";

/** Which other regions are asked to look when one has seen a first failure: those that know least, and far apart. */

export type Candidate = {
  readonly region: PlaceId;
  /** When it last looked at the endpoint, in milliseconds. */
  readonly lookedAt: number;
};

/**
 * At most `count`, from the half that looked longest ago (or from as many as are wanted): each next one is the farthest
 * from the region that failed and from those chosen already, so that no single network in between can explain them all.
 * `from` is `null` where nothing failed: then all of them are looked at for how far apart they are.
 */
export function regionsToAsk(
  candidates: readonly Candidate[],
  { from, count }: { from: PlaceId | null; count: number },
): PlaceId[] {
  const stale = [...candidates]
    .sort((a, b) => a.lookedAt - b.lookedAt || (a.region < b.region ? -1 : 1))
    .slice(0, from === null ? candidates.length : Math.max(count, Math.ceil(candidates.length / 2)))
    .map(({ region }) => region);
  const chosen: PlaceId[] = [];
  while (chosen.length < count && chosen.length < stale.length) {
    const left = stale.filter((region) => !chosen.includes(region));
    const [first, ...others] = left;
    if (first === undefined) break;
    const apart = (region: PlaceId) =>
      Math.min(...[...(from === null ? [] : [from]), ...chosen].map((other) => kmBetween(region, other)));
    chosen.push(others.reduce((best, region) => (apart(region) > apart(best) ? region : best), first));
  }
  return chosen;
}

/** Places that are no region stand nowhere in particular: as near as can be. */
function kmBetween(a: PlaceId, b: PlaceId): number {
  const [here, there]: (Point | null)[] = [findRegion(a), findRegion(b)];
  return here && there ? distanceKm(here, there) : 0;
}
