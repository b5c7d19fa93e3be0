import { z } from "zod";
import type { ServiceWire, SnapshotWire } from "../schema/index.ts";
import type { MapFrame, MapPlace, MapService } from "../schema/map-frame.ts";
import { type Belief, Probability, type Scope, State } from "../schema/verdict.ts";
import { type CountryEstimate, estimateCountries, type Sighting } from "./estimate/estimate.ts";
import { GEO_MODEL } from "./estimate/model.ts";
import { frameOf } from "./frame.ts";
import { type CountryOnMap, worstEverywhere } from "./worst.ts";

/**
 * The map: one point per probe, where it really ran, with what it sees; and for every country how likely the service is to be
 * failing there. Where it is of all services, each point and each country shows the worst one and names it.
 */

export const ProbeProperties = z.object({
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
});

export const ProbeFeature = z.object({
  type: z.literal("Feature"),
  id: z.string(),
  geometry: z.object({ type: z.literal("Point"), coordinates: z.tuple([z.number(), z.number()]) }),
  properties: ProbeProperties,
});
export type ProbeFeature = z.infer<typeof ProbeFeature>;

export type StatusMap = {
  readonly asOf: string;
  readonly stale: boolean;
  /** Of the one service that the map is of. */
  readonly scope?: Scope;
  /** `null`: the map is of all services. */
  readonly service: { readonly id: string; readonly name: string } | null;
  /** What services are called, by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly features: readonly ProbeFeature[];
  readonly countries: readonly CountryOnMap[];
};

/** The map of all services, or of one, as a snapshot has it. */
export function mapOf(
  snapshot: SnapshotWire,
  { service, stale }: { service: ServiceWire | null; stale: boolean },
): StatusMap {
  return mapOfFrame(frameOf(snapshot), { service: service?.id ?? null, stale, asOf: snapshot.asOf });
}

/** The map of all services, or of one, from what was known at one instant. A service that was not watched has no probes. */
export function mapOfFrame(
  frame: MapFrame,
  { service: id, stale, asOf }: { service: string | null; stale: boolean; asOf: string },
): StatusMap {
  const names = Object.fromEntries(frame.services.map((each) => [each.id, each.name]));
  if (id === null) return { asOf, stale, service: null, names, ...worstOf(frame) };
  const service = frame.services.find((each) => each.id === id);
  if (service === undefined)
    return { asOf, stale, service: { id, name: id }, names, ...worstOf({ ...frame, services: [] }) };
  const places = frame.places.filter((place) => service.regions[place.id] !== undefined);
  return {
    asOf,
    stale,
    scope: service.scope,
    service: { id, name: service.name },
    names,
    features: places.map((place) => featureOf(place, service.regions[place.id], id)),
    countries: estimateOf(service, frame.places).map((estimate) => ({ ...estimate, service: id })),
  };
}

function worstOf(frame: MapFrame): Pick<StatusMap, "features" | "countries"> {
  return {
    features: frame.places.map((place) => {
      const worst = worstAt(place.id, frame.services);
      return featureOf(place, worst?.belief, worst?.service ?? null);
    }),
    countries: worstEverywhere(frame, estimateOf),
  };
}

/** What probes alone see of a service, and what is said of it, in every country. */
function estimateOf({ regions, ground }: MapService, places: readonly MapPlace[]): CountryEstimate[] {
  const sightings = places.flatMap((place): Sighting[] => {
    const probability = ground.probed[place.id];
    const belief = regions[place.id];
    if (probability === undefined || belief === undefined || place.health !== "well") return [];
    return [{ place, state: belief.state, probability }];
  });
  return estimateCountries(sightings, ground, GEO_MODEL);
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const;

function worstAt(place: string, services: readonly MapService[]): { belief: Belief; service: string } | null {
  let worst: { belief: Belief; service: string } | null = null;
  for (const { id, regions } of services) {
    const belief = regions[place];
    if (belief === undefined) continue;
    const rank = ORDER[belief.state] - (worst === null ? -1 : ORDER[worst.belief.state]);
    if (worst === null || rank > 0 || (rank === 0 && belief.probability > worst.belief.probability))
      worst = { belief, service: id };
  }
  return worst;
}

function featureOf(place: MapPlace, belief: Belief | undefined, service: string | null): ProbeFeature {
  const { id, name, colo, realised, simulated, located, health } = place;
  return {
    type: "Feature",
    id,
    geometry: { type: "Point", coordinates: [place.longitude, place.latitude] },
    properties: {
      kind: "probe",
      region: id,
      name,
      colo,
      realised,
      simulated,
      located,
      state: belief?.state ?? "unknown",
      probability: belief?.probability ?? 0,
      service,
      health,
    },
  };
}
