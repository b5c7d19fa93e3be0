import { z } from "zod";
import { Layer } from "./cause.ts";
import { EndpointId, IncidentId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { PlaceId } from "./region.ts";

/** The fused judgement of one service at one instant. */

export const State = z.enum(["up", "degraded", "down", "unknown"]);
export type State = z.infer<typeof State>;

export const Scope = z.enum(["none", "isolated", "regional", "global"]);
export type Scope = z.infer<typeof Scope>;

/** `withdrawn`: suspected, and never confirmed. */
export const Phase = z.enum(["suspected", "open", "recovering", "resolved", "withdrawn"]);
export type Phase = z.infer<typeof Phase>;

export const Probability = z.number().min(0).max(1);

/** The belief about one region or one endpoint. `probability`: the chance that the service is not up there. */
export const Belief = z.object({ state: State, probability: Probability });
export type Belief = z.infer<typeof Belief>;

export const Verdict = z.object({
  service: ServiceId,
  at: Instant,
  state: State,
  probability: Probability,
  scope: Scope,
  /** Who is at fault, when something is; `null` while nothing is or the stage is unclear. */
  layer: Layer.nullable(),
  /** Of the incident this verdict belongs to; `null` outside one. */
  phase: Phase.nullable(),
  incident: IncidentId.nullable(),
  /** Every region that has spoken. */
  regions: z.record(PlaceId, Belief),
  because: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

export const EndpointBelief = Belief.extend({ layer: Layer.nullable() });
export type EndpointBelief = z.infer<typeof EndpointBelief>;

/** The belief per endpoint, by endpoint id: which address of the service fails. */
export const EndpointBeliefs = z.record(EndpointId, EndpointBelief);
export type EndpointBeliefs = z.infer<typeof EndpointBeliefs>;
