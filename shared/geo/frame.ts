import type { Ground, MapFrame, MapPlace, MapService } from "../schema/map-frame.ts";
import type { RegionWire, ServiceWire, SnapshotWire } from "../schema/snapshot.ts";

/** What a map needs of a snapshot. A probe whose place is not known (a laptop, say) is left out: the map shows nothing it cannot place. */
export function frameOf({ regions, services }: Pick<SnapshotWire, "regions" | "services">): MapFrame {
  return { places: regions.flatMap((region) => placeOf(region) ?? []), services: services.map(serviceOf) };
}

function placeOf(region: RegionWire): MapPlace | null {
  const point = region.colo ?? region.wanted;
  if (point === null) return null;
  return {
    id: region.id,
    name: region.name,
    realised: region.realised,
    simulated: region.simulated,
    located: region.realised === "agent" ? "agent" : region.colo === null ? "region" : "colo",
    colo: region.colo?.colo ?? null,
    country: region.colo?.country ?? null,
    latitude: point.latitude,
    longitude: point.longitude,
    health: region.health.state,
    ill: region.health.ill,
  };
}

/** A snapshot that an older version published has no ground: then the verdict's regions stand for what probes saw. */
function serviceOf({ id, name, simulated, verdict, ground }: ServiceWire & { ground?: Ground }): MapService {
  const { state, probability, scope, regions } = verdict;
  const seen = Object.fromEntries(Object.entries(regions).map(([place, belief]) => [place, belief.probability]));
  return {
    id,
    name,
    simulated,
    state,
    probability,
    scope,
    regions,
    ground: ground ?? { probed: seen, reports: {}, usual: 0, notices: [] },
  };
}
