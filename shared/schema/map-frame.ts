import { z } from "zod";
import { Notice } from "./evidence.ts";
import { Colo, PlaceId, Realised } from "./region.ts";
import { Belief, Probability, Scope, State } from "./verdict.ts";

/** All that a map is drawn from: what the network knew at one instant, of every place and every service. */

/** What people of one country say of a service within the last minutes. */
export const CountryReports = z.object({
  /** People, without networks that send more than their share; and how many networks they are in. */
  people: z.number().min(0),
  networks: z.int().min(0),
  /** How many report in as many minutes when nothing is wrong. */
  usual: z.number().min(0),
});
export type CountryReports = z.infer<typeof CountryReports>;

/** A vendor's word in force that names places. */
export const PlacedNotice = z.object({
  status: Notice.shape.status,
  regions: z.array(PlaceId),
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string()),
});
export type PlacedNotice = z.infer<typeof PlacedNotice>;

/** What is known of a service by place, before people's and the vendor's words are laid over what probes saw. */
export const Ground = z.object({
  /** P(not up), as probes alone have it. */
  probed: z.record(PlaceId, Probability),
  /** By ISO 3166-1 alpha-2; only countries that have been heard. */
  reports: z.record(z.string(), CountryReports),
  /** What everybody together usually reports in as many minutes. */
  usual: z.number().min(0),
  notices: z.array(PlacedNotice),
});
export type Ground = z.infer<typeof Ground>;

export const MapPlace = z.object({
  id: PlaceId,
  name: z.string(),
  realised: Realised,
  simulated: z.boolean(),
  /** `region` while the data centre is not known yet: the point is where the probe was asked to run. `agent`: where it stands. */
  located: z.enum(["colo", "region", "agent"]),
  colo: Colo.nullable(),
  country: z.string().nullable(),
  latitude: z.number(),
  longitude: z.number(),
  health: z.enum(["well", "ill", "silent"]),
  ill: Probability,
});
export type MapPlace = z.infer<typeof MapPlace>;

export const MapService = z.object({
  id: z.string(),
  name: z.string(),
  simulated: z.boolean(),
  state: State,
  probability: Probability,
  scope: Scope,
  regions: z.record(PlaceId, Belief),
  ground: Ground,
});
export type MapService = z.infer<typeof MapService>;

export const MapFrame = z.object({ places: z.array(MapPlace), services: z.array(MapService) });
export type MapFrame = z.infer<typeof MapFrame>;
