import { z } from "zod";
import { findCountry } from "../../../shared/geo/country-facts.ts";
import { ProbeFeature, type StatusMap } from "../../../shared/geo/map.ts";
import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import { Probability, Scope, State } from "../../../shared/schema/verdict.ts";
import { countryName } from "./country-name.ts";
import { OUTLINES } from "./outlines.ts";

/**
 * The map as GeoJSON (RFC 7946): a feature per country, its outline, or a point where it is too small for one, and a point per
 * probe. Countries come first, so that probes are drawn above them. Without geometry every feature has `null` for one, which
 * the RFC calls unlocated, and what follows from a country's code is left out.
 */

const Position = z.array(z.number());

export const CountryProperties = z.object({
  kind: z.literal("country"),
  /** ISO 3166-1 alpha-2 and alpha-3, and the English short name. */
  country: z.string(),
  alpha3: z.string(),
  name: z.string().optional(),
  state: State,
  probability: Probability,
  /** The 5th and 95th percentile of the probability. */
  low: Probability,
  high: Probability,
  /** People who report a failure from there, and how many that is to a million users of the internet. */
  reports: z.int().min(0),
  reportsPerMillion: z.number().min(0).nullable().optional(),
  /** How many witnesses speak for it, in well probes nearby; below a tenth it is unknown. */
  evidence: z.number().min(0),
  source: z.enum(["probes", "reports", "notices"]).nullable(),
  /** The service that it speaks of: on the map of all services, the worst one. */
  service: z.string().nullable(),
});

const Geometry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("Polygon"), coordinates: z.array(z.array(Position)) }),
  z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(z.array(Position))) }),
  z.object({ type: z.literal("Point"), coordinates: Position }),
]);

export const CountryFeature = z.object({
  type: z.literal("Feature"),
  id: z.string(),
  geometry: Geometry.nullable(),
  properties: CountryProperties,
});
export type CountryFeature = z.infer<typeof CountryFeature>;

export const GeoJsonMap = z.object({
  type: z.literal("FeatureCollection"),
  asOf: z.string(),
  stale: z.boolean(),
  scope: Scope.optional(),
  features: z.array(
    z.union([ProbeFeature.extend({ geometry: ProbeFeature.shape.geometry.nullable() }), CountryFeature]),
  ),
});
export type GeoJsonMap = z.infer<typeof GeoJsonMap>;

/** West, south, east, north in degrees; west is greater than east where the box crosses the antimeridian (RFC 7946, 5.2). */
export type Box = readonly [west: number, south: number, east: number, north: number];

export function geoJsonOf(
  { asOf, stale, scope, features, countries }: StatusMap,
  { box, located }: { box: Box | null; located: boolean },
): GeoJsonMap {
  const shown = countries.map(countryFeature).filter(({ id }) => box === null || touches(extentOf(id), box));
  const probes = features.filter(
    ({
      geometry: {
        coordinates: [x, y],
      },
    }) => box === null || touches([[x, y, x, y]], box),
  );
  return {
    type: "FeatureCollection",
    asOf,
    stale,
    ...(scope === undefined ? {} : { scope }),
    features: located
      ? [...shown, ...probes]
      : [...shown.map(bare), ...probes.map((probe) => ({ ...probe, geometry: null }))],
  };
}

function bare({ properties, ...feature }: CountryFeature): CountryFeature {
  const { name: _name, reportsPerMillion: _rate, ...kept } = properties;
  return { ...feature, geometry: null, properties: kept };
}

function countryFeature({ country, reports, ...estimate }: CountryOnMap): CountryFeature {
  const facts = findCountry(country);
  const { state, probability, low, high, evidence, source, service } = estimate;
  const users = facts?.usersMillion ?? null;
  return {
    type: "Feature",
    id: country,
    geometry: geometryOf(country),
    properties: {
      kind: "country",
      country,
      alpha3: facts?.alpha3 ?? country,
      name: countryName(country),
      state,
      probability,
      low,
      high,
      reports,
      reportsPerMillion: users === null ? null : Math.round((reports / users) * 1_000) / 1_000,
      evidence,
      source,
      service,
    },
  };
}

function geometryOf(country: string): CountryFeature["geometry"] {
  const outline = OUTLINES.get(country);
  if (outline !== undefined) return outline;
  const point = findCountry(country)?.point;
  return point === undefined ? null : { type: "Point", coordinates: [point.longitude, point.latitude] };
}

const extents = new Map<string, Box[]>();

/** A box around each part of a country. */
function extentOf(country: string): readonly Box[] {
  const known = extents.get(country);
  if (known !== undefined) return known;
  const geometry = geometryOf(country);
  const parts =
    geometry === null
      ? []
      : geometry.type === "Point"
        ? [[geometry.coordinates]]
        : geometry.type === "Polygon"
          ? [geometry.coordinates[0] ?? []]
          : geometry.coordinates.map(([exterior = []]) => exterior);
  const made = parts.map((ring): Box => {
    const xs = ring.map(([x = 0]) => x);
    const ys = ring.map(([, y = 0]) => y);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  });
  extents.set(country, made);
  return made;
}

function touches(parts: readonly Box[], [west, south, east, north]: Box): boolean {
  const spans = west <= east ? [[west, east] as const] : [[west, 180] as const, [-180, east] as const];
  return parts.some(
    ([left, bottom, right, top]) =>
      bottom <= north && top >= south && spans.some(([from, to]) => left <= to && right >= from),
  );
}
