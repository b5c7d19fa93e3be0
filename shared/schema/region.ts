import { z } from "zod";

/** The eleven regions in which the network asks for a probe: Cloudflare's location hints. */
export const RegionId = z.enum([
  "wnam",
  "enam",
  "sam",
  "weur",
  "eeur",
  "apac",
  "apac-ne",
  "apac-se",
  "oc",
  "afr",
  "me",
]);
export type RegionId = z.infer<typeof RegionId>;

/** Where a probe stands: one of the regions, `local` (this machine), or the name an operator gave to an agent. */
export const PlaceId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a region must be a lower-case name such as "weur" or "local"');
export type PlaceId = z.infer<typeof PlaceId>;

/** The aggregator's own place, where heartbeats are awaited: nobody is probed from it. */
export const HUB: PlaceId = "hub";

/** How the probe of a region is made to run there. */
export const Realised = z.enum(["durable-object", "placed", "agent", "local", "hub"]);
export type Realised = z.infer<typeof Realised>;

/** IATA code of the data centre in which an exchange really ran. */
export const Colo = z.string().regex(/^[A-Z]{3}$/, 'a colo must be a three-letter IATA code such as "AMS"');
export type Colo = z.infer<typeof Colo>;

export const Region = z.object({
  id: PlaceId,
  name: z.string(),
  /** What is passed to Cloudflare; `null` where no hint applies. */
  locationHint: RegionId.nullable(),
  realised: Realised,
  /** Degrees north and east of a representative point of the region, not of the probe. */
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Region = z.infer<typeof Region>;
