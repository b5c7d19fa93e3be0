import { z } from "zod";
import { EndpointId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { Control, Observation } from "./observation.ts";
import { Assignment } from "./plan.ts";
import { PlaceId } from "./region.ts";

/** What is told and asked besides rounds: failures while a round is under way, looks made again, looks asked for. */

/** What one region saw, told before its round is finished or besides it. */
export const Looks = z.object({
  region: PlaceId,
  simulated: z.boolean(),
  /** Made besides the schedule; otherwise the round will tell them as well. */
  extra: z.boolean(),
  observations: z.array(Observation),
  controls: z.array(Control),
});
export type Looks = z.infer<typeof Looks>;

export const Target = z.object({ service: ServiceId, endpoint: EndpointId });
export type Target = z.infer<typeof Target>;

/** What follows from them: what the same region looks at again, and who else is asked to look at what. */
export const Wishes = z.object({
  again: z.array(Target),
  ask: z.array(Target.extend({ regions: z.array(PlaceId) })),
});
export type Wishes = z.infer<typeof Wishes>;

/** Looks that are asked for now, from some places or from all. `at`: now, by the clock of whoever asks. */
export const Ask = z.object({
  assignments: z.array(Assignment),
  places: z.array(PlaceId).nullable(),
  at: Instant,
  /** Private addresses are refused whatever the deployment allows: a stranger named the target. */
  publicOnly: z.boolean(),
});
export type Ask = z.infer<typeof Ask>;
