import { z } from "zod";
import { AgentPlace } from "./agent.ts";
import { RoundCertificate } from "./certificate.ts";
import { Instant } from "./instant.ts";
import { ROUND_OBSERVATIONS_MAX } from "./limits.ts";
import { Control, Observation } from "./observation.ts";
import { Colo, PlaceId, Realised } from "./region.ts";

/** All checks of one lane of a probe at one slot of its schedule. `(lane, slot)` names it; a second copy is the same round. */
export const Round = z.object({
  region: PlaceId,
  /** Region, interval and number: `weur/60/0`. */
  lane: z
    .string()
    .max(100)
    .regex(/^[a-z0-9-]+\/\d+\/\d+$/, "must be region/interval/number"),
  /** When it was due. */
  slot: Instant,
  startedAt: Instant,
  finishedAt: Instant,
  /** Milliseconds between one slot of this lane and the next. */
  slotMs: z.number().positive(),
  /** Slots before this one that the probe knows it did not run. */
  missed: z.int().min(0),
  colo: Colo.nullish(),
  realised: Realised,
  /** Where an agent stands, as the network knows it; absent for every other probe. */
  location: AgentPlace.nullish(),
  /** The targets were simulated; shown wherever the round's effects are shown. */
  simulated: z.boolean(),
  observations: z.array(Observation).max(ROUND_OBSERVATIONS_MAX),
  controls: z.array(Control).max(50),
  /** Certificates that are new, or have not been told for a while; absent from probes that cannot see any. */
  certificates: z.array(RoundCertificate).max(ROUND_OBSERVATIONS_MAX).optional(),
});
export type Round = z.infer<typeof Round>;
