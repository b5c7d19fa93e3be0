import { z } from "zod";
import { Cause, Outcome, Stage } from "./cause.ts";
import { EndpointId, ProviderId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { SENTENCE_MAX_CHARS, VERSION_MAX_CHARS } from "./limits.ts";
import { Colo, PlaceId } from "./region.ts";

/** One probe, one endpoint, one instant, one failure mode. Flat and immutable. */
export const Observation = z.object({
  service: ServiceId,
  endpoint: EndpointId,
  region: PlaceId,
  /** The data centre in which it really ran. */
  colo: Colo.nullish(),
  /** When the exchange began. */
  at: Instant,
  outcome: Outcome,
  /** Where the exchange ended; absent when it was never begun. */
  stage: Stage.nullish(),
  /** Absent on a plain pass. */
  cause: Cause.nullish(),
  /** HTTP status, where there was an answer. */
  status: z.int().min(100).max(999).nullish(),
  /** Milliseconds to the response headers, or until the exchange was given up. */
  latencyMs: z.number().min(0).nullish(),
  /** Who hosts the target; where it is absent each service counts as its own. */
  provider: ProviderId.nullish(),
  /** When the certificate that was shown runs out, where the probe could see it. */
  certificateExpiresAt: Instant.nullish(),
  /** The foreign words behind the cause, for the operator: plain text, cut to length. */
  detail: z.string().max(SENTENCE_MAX_CHARS).nullish(),
  /** The version or time of the data that was served, where the check names one that all regions should agree on. */
  version: z.string().max(VERSION_MAX_CHARS).nullish(),
});
export type Observation = z.infer<typeof Observation>;

/** What a network reaches: the internet, or private addresses that an operator named (a loopback server, say). */
export const Reach = z.enum(["internet", "private"]);
export type Reach = z.infer<typeof Reach>;

/** One look at a control target: several unrelated, highly available ones tell whether the probe itself is ill. */
export const Control = z.object({
  control: z.string().max(64),
  provider: ProviderId,
  reach: Reach,
  region: PlaceId,
  at: Instant,
  outcome: Outcome,
  cause: Cause.nullish(),
  latencyMs: z.number().min(0).nullish(),
});
export type Control = z.infer<typeof Control>;
