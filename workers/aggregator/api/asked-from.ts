import { z } from "zod";
import { regionOfCountry } from "../../../shared/geo/countries.ts";
import { nearestRegion } from "../../../shared/geo/regions.ts";
import type { RegionId } from "../../../shared/schema/index.ts";

/**
 * Where a request comes from, as the platform's edge says. A query may say it only where there is no edge, on a local
 * network: a deployed one believes nobody about their own place. Used for one answer and kept nowhere.
 */
export type AskedFrom = {
  readonly country: string | null;
  /** The subdivision, such as "Bavaria". */
  readonly subdivision: string | null;
  readonly asn: number | null;
  /** The data centre of the edge that took the request. */
  readonly colo: string | null;
  /** The nearest region of the network. */
  readonly region: RegionId | null;
  /** `edge`: the platform says so; `query`: the asker says so; `unknown`: nobody does. */
  readonly said: "edge" | "query" | "unknown";
};

/** What the edge adds to a request; a field that is not as documented counts as absent. */
const Edge = z.object({
  colo: z.string(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .catch(undefined),
  region: z.string().max(100).optional().catch(undefined),
  asn: z.number().int().optional().catch(undefined),
  latitude: z.coerce.number().min(-90).max(90).optional().catch(undefined),
  longitude: z.coerce.number().min(-180).max(180).optional().catch(undefined),
});

export function askedFrom(
  cf: unknown,
  query: { readonly country?: string | undefined; readonly asn?: number | undefined },
): AskedFrom {
  const edge = Edge.safeParse(cf);
  if (!edge.success) {
    const country = query.country ?? null;
    const region = country === null ? null : regionOfCountry(country);
    const said = country === null && query.asn === undefined ? "unknown" : "query";
    return { country, subdivision: null, asn: query.asn ?? null, colo: null, region, said };
  }
  const { colo, country, region: subdivision, asn, latitude, longitude } = edge.data;
  const near =
    latitude === undefined || longitude === undefined
      ? regionOfCountry(country ?? "")
      : nearestRegion({ latitude, longitude }).region;
  const place = { country: country ?? null, subdivision: subdivision ?? null, asn: asn ?? null, colo };
  return { ...place, region: near, said: "edge" };
}
