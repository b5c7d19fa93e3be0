import { z } from "zod";
import type { RegionWire, ServiceWire, SnapshotWire } from "../schema/index.ts";
import { Probability, Scope, State } from "../schema/verdict.ts";

/**
 * The map as GeoJSON (RFC 7946): one point per probe, where it really ran, with what it sees. A probe whose place is
 * not known (a laptop, say) has no point: the map shows nothing it cannot place.
 */

const Position = z.tuple([z.number(), z.number()]);

export const ProbeFeature = z.object({
  type: z.literal("Feature"),
  id: z.string(),
  geometry: z.object({ type: z.literal("Point"), coordinates: Position }),
  properties: z.object({
    kind: z.literal("probe"),
    region: z.string(),
    name: z.string(),
    colo: z.string().nullable(),
    realised: z.string(),
    simulated: z.boolean(),
    /** `region` while the data centre is not known yet: the point is where the probe was asked to run. `agent`: where it stands. */
    located: z.enum(["colo", "region", "agent"]),
    state: State,
    probability: Probability,
    /** The service that this state speaks of: on the map of all services, the worst one. */
    service: z.string().nullable(),
    health: z.enum(["well", "ill", "silent"]),
  }),
});
export type ProbeFeature = z.infer<typeof ProbeFeature>;

export const StatusMap = z.object({
  type: z.literal("FeatureCollection"),
  asOf: z.string(),
  stale: z.boolean(),
  scope: Scope.optional(),
  features: z.array(ProbeFeature),
});
export type StatusMap = z.infer<typeof StatusMap>;

/** The map of all services, or of one. */
export function mapOf(
  snapshot: SnapshotWire,
  { service, stale }: { service: ServiceWire | null; stale: boolean },
): StatusMap {
  const regions =
    service === null
      ? snapshot.regions
      : snapshot.regions.filter(({ id }) => service.verdict.regions[id] !== undefined);
  return {
    type: "FeatureCollection",
    asOf: snapshot.asOf,
    stale,
    ...(service === null ? {} : { scope: service.verdict.scope }),
    features: regions.flatMap((region) => featureOf(region, service) ?? []),
  };
}

function featureOf(region: RegionWire, service: ServiceWire | null): ProbeFeature | null {
  const place = region.colo ?? region.wanted;
  if (place === null) return null;
  const belief = service === null ? region.worst : service.verdict.regions[region.id];
  return {
    type: "Feature",
    id: region.id,
    geometry: { type: "Point", coordinates: [place.longitude, place.latitude] },
    properties: {
      kind: "probe",
      region: region.id,
      name: region.name,
      colo: region.colo?.colo ?? null,
      realised: region.realised,
      simulated: region.simulated,
      located: region.realised === "agent" ? "agent" : region.colo === null ? "region" : "colo",
      state: belief?.state ?? "unknown",
      probability: belief?.probability ?? 0,
      service: service?.id ?? region.worst?.service ?? null,
      health: region.health.state,
    },
  };
}
