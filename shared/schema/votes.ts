import { z } from "zod";
import { Cause, Outcome } from "./cause.ts";
import { EndpointId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { PlaceId } from "./region.ts";
import { Probability } from "./verdict.ts";

/** Why a verdict is what it is: one vote per endpoint and region. */

export const Vote = z.object({
  endpoint: EndpointId,
  region: PlaceId,
  at: Instant,
  outcome: Outcome,
  cause: Cause.nullable(),
  status: z.int().nullable(),
  latencyMs: z.number().nullable(),
  /** Natural logarithm of P(seen | down) / P(seen | up), after weighing; above 0 speaks for an outage. */
  logLikelihoodRatio: z.number(),
  /** How much the probe is trusted, 0 to 1: one less the chance that it is ill. */
  weight: Probability,
  /** Recent enough to count. */
  fresh: z.boolean(),
});
export type Vote = z.infer<typeof Vote>;

export const Evidence = z.object({ asOf: Instant, votes: z.array(Vote) });
export type Evidence = z.infer<typeof Evidence>;
