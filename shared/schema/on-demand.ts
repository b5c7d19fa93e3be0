import { z } from "zod";
import { Cause, Layer, Outcome, Stage } from "./cause.ts";
import { EndpointId, ServiceId } from "./ids.ts";
import { InstantText } from "./instant.ts";
import { URL_MAX_CHARS } from "./limits.ts";
import { Colo, PlaceId } from "./region.ts";
import { Scope, State } from "./verdict.ts";

/** A check on demand: what is asked, and what is answered. People write the question: a typo is an error. */

/** Regions that one question may name. */
const REGIONS_MAX = 11;

export const CheckRequest = z
  .strictObject({
    /** What to look at, or whose endpoints. */
    url: z.string().min(1).max(URL_MAX_CHARS).optional(),
    serviceId: ServiceId.optional(),
    method: z.enum(["GET", "HEAD"]).default("GET"),
    /** Some that are far apart where absent. */
    regions: z.array(PlaceId).min(1).max(REGIONS_MAX).optional(),
  })
  .refine(({ url, serviceId }) => (url === undefined) !== (serviceId === undefined), {
    path: ["url"],
    message: "either `url` or `serviceId` must be given, and not both",
  });
export type CheckRequest = z.infer<typeof CheckRequest>;

/** What one look per region says. */
export const VerdictNow = z.object({
  isItDown: z.enum(["yes", "no", "partly", "unknown"]),
  state: State,
  scope: Scope,
  layer: Layer.nullable(),
  /** The same in a sentence for people. */
  sentence: z.string(),
  /** What it cannot say. */
  caveat: z.string(),
  passed: z.array(PlaceId),
  failed: z.array(PlaceId),
  inconclusive: z.array(PlaceId),
});
export type VerdictNow = z.infer<typeof VerdictNow>;

/** One look; nothing of the target is told but its status and, in our words, what was wrong. */
export const LookNow = z.object({
  region: PlaceId,
  colo: Colo.nullable(),
  endpoint: EndpointId.nullable(),
  at: InstantText,
  outcome: Outcome,
  stage: Stage.nullable(),
  cause: Cause.nullable(),
  layer: Layer.nullable(),
  status: z.int().nullable(),
  latencyMs: z.number().nullable(),
  detail: z.string().nullable(),
});
export type LookNow = z.infer<typeof LookNow>;

export const CheckAnswer = z.object({
  asOf: InstantText,
  /** Looked at before, within the last half minute. */
  cached: z.boolean(),
  url: z.string().nullable(),
  serviceId: ServiceId.nullable(),
  verdict: VerdictNow,
  observations: z.array(LookNow),
});
export type CheckAnswer = z.infer<typeof CheckAnswer>;
