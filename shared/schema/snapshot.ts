import { z } from "zod";
import { Outcome } from "./cause.ts";
import { SeenCertificate } from "./certificate.ts";
import { ServiceId } from "./ids.ts";
import { Incident } from "./incident.ts";
import { Instant } from "./instant.ts";
import { Ground } from "./map-frame.ts";
import { Colo, PlaceId, Realised } from "./region.ts";
import { Endpoint, Service } from "./service.ts";
import { Belief, EndpointBelief, Probability, Verdict } from "./verdict.ts";

/** What the network publishes: the state of every service and every probe at one instant. */

export const ServiceView = z.object({
  id: ServiceId,
  name: z.string(),
  tags: z.array(z.string()),
  /** Its targets are simulated; said wherever the service is shown. */
  simulated: z.boolean(),
  help: z.string().nullable(),
  /** What may be reported of it. */
  symptoms: z.array(z.string()),
  official: Service.shape.official.unwrap(),
  verdict: Verdict,
  /** When the verdict's state last changed. */
  since: Instant,
  endpoints: z.array(
    EndpointBelief.extend({
      id: Endpoint.shape.id,
      name: z.string(),
      url: z.string(),
      essential: z.boolean(),
      /** What it showed of itself, the one that runs out first; `null` where no agent has seen it lately. */
      certificate: SeenCertificate.nullish(),
    }),
  ),
  incident: Incident.nullable(),
  /** What is known of it by place, for the map. */
  ground: Ground,
});
export type ServiceView = z.infer<typeof ServiceView>;

export const RegionView = z.object({
  id: PlaceId,
  name: z.string(),
  realised: Realised,
  simulated: z.boolean(),
  /** Where it was asked to run, or where an agent says it stands; `null` for a place that nobody can place. */
  wanted: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  /** Where it really ran; `null` until it has been told. */
  colo: z
    .object({ colo: Colo, city: z.string(), country: z.string(), latitude: z.number(), longitude: z.number() })
    .nullable(),
  /** Kilometres between the two. */
  driftKm: z.number().nullable(),
  /** The chance that the probe itself is ill, and why. */
  health: z.object({ state: z.enum(["well", "ill", "silent"]), ill: Probability, because: z.array(z.string()) }),
  lastRoundAt: Instant.nullable(),
  /** Rounds due, and what became of them. */
  rounds: z.object({ due: z.int(), run: z.int(), missed: z.int(), late: z.int() }),
  /** Looks made besides the schedule: again after a failure, or because another region saw one. */
  extraLooks: z.int(),
  /** The last word of each control target; none where the probe looks at none. */
  controls: z.array(z.object({ control: z.string(), outcome: Outcome, at: Instant })),
  /** Share of looks from here that fail although nothing is wrong with the target, as learned. */
  errorRate: Probability.nullable(),
  /** Of the services seen from here, the worst, by name. */
  worst: Belief.extend({ service: ServiceId }).nullable(),
});
export type RegionView = z.infer<typeof RegionView>;

export const Snapshot = z.object({
  asOf: Instant,
  services: z.array(ServiceView),
  regions: z.array(RegionView),
  /** Incidents that are not over. */
  incidents: z.array(Incident),
});
export type Snapshot = z.infer<typeof Snapshot>;
/** As it is stored and sent: times are text. */
export type SnapshotWire = z.input<typeof Snapshot>;
export type ServiceWire = z.input<typeof ServiceView>;
export type RegionWire = z.input<typeof RegionView>;
