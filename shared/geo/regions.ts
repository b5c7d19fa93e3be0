import type { PlaceId, Region, RegionId } from "../schema/index.ts";
import { distanceKm, type Point } from "./distance.ts";

/**
 * The regions in which the network asks for a probe. The point is representative: a big exchange of the region, against
 * which the distance to where a probe really ran is told.
 */
export const REGIONS: readonly (Region & { readonly id: RegionId })[] = [
  region("wnam", "Western North America", [37.36, -121.93], "durable-object"),
  region("enam", "Eastern North America", [38.94, -77.46], "durable-object"),
  region("sam", "South America", [-23.43, -46.47], "placed"),
  region("weur", "Western Europe", [50.03, 8.57], "durable-object"),
  region("eeur", "Eastern Europe", [52.17, 20.97], "durable-object"),
  region("apac", "Asia-Pacific", [19.09, 72.87], "durable-object"),
  region("apac-ne", "Asia-Pacific, north-east", [35.76, 140.39], "durable-object"),
  region("apac-se", "Asia-Pacific, south-east", [1.36, 103.99], "durable-object"),
  region("oc", "Oceania", [-33.95, 151.18], "durable-object"),
  region("afr", "Africa", [-26.14, 28.25], "placed"),
  region("me", "Middle East", [25.25, 55.36], "placed"),
];

/** Where the copy of a region is placed: the cloud region whose nearest data centre runs it. */
export const PLACEMENT: Readonly<Partial<Record<RegionId, string>>> = {
  sam: "aws:sa-east-1",
  afr: "aws:af-south-1",
  me: "aws:me-central-1",
};

/** `null` for a place that is no region: `local`, or an agent. */
export function findRegion(id: PlaceId): Region | null {
  return REGIONS.find((candidate) => candidate.id === id) ?? null;
}

/** The region whose representative point is nearest, with the distance in kilometres. */
export function nearestRegion(point: Point): { region: RegionId; distanceKm: number } {
  const [first, ...others] = REGIONS.map(({ id, ...place }) => ({ region: id, distanceKm: distanceKm(place, point) }));
  if (first === undefined) throw new Error("the registry of regions is empty");
  return others.reduce(
    (nearest, candidate) => (candidate.distanceKm < nearest.distanceKm ? candidate : nearest),
    first,
  );
}

/** Of some places, the region nearest to one; itself where it is among them, or where none of them is a region. */
export function nearestAmong(region: RegionId, places: Iterable<PlaceId>): RegionId {
  const known = new Set<PlaceId>(places);
  const here = findRegion(region);
  if (known.has(region) || here === null) return region;
  const others = REGIONS.filter(({ id }) => known.has(id));
  return others.reduce<{ id: RegionId; km: number }>(
    (nearest, other) => {
      const km = distanceKm(here, other);
      return km < nearest.km ? { id: other.id, km } : nearest;
    },
    { id: region, km: Number.POSITIVE_INFINITY },
  ).id;
}

function region(
  id: RegionId,
  name: string,
  [latitude, longitude]: readonly [number, number],
  realised: Region["realised"],
): Region & { readonly id: RegionId } {
  return { id, name, locationHint: id, realised, latitude, longitude };
}
