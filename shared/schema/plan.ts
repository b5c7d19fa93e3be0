import { z } from "zod";
import { ProbedCheck } from "./check.ts";
import { EndpointId, ProviderId, ServiceId } from "./ids.ts";

/** What a probe is asked to run: every check of a network, spread over lanes. */

/** One endpoint's check as a probe needs it. */
export const Assignment = z.object({
  service: ServiceId,
  endpoint: EndpointId,
  provider: ProviderId.nullish(),
  allowPrivate: z.boolean(),
  check: ProbedCheck,
});
export type Assignment = z.infer<typeof Assignment>;

/** The checks that one alarm runs together: one interval, and no more than fit a slot. */
export const Lane = z.object({
  intervalSeconds: z.number().positive(),
  number: z.int().min(0),
  assignments: z.array(Assignment),
});
export type Lane = z.infer<typeof Lane>;

export const Plan = z.object({
  /** Changes whenever any check does. */
  version: z.string(),
  lanes: z.array(Lane),
});
export type Plan = z.infer<typeof Plan>;
