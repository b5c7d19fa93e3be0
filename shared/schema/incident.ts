import { z } from "zod";
import { Layer } from "./cause.ts";
import { EventId, IncidentId, ProviderId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { PlaceId } from "./region.ts";
import { Belief, Phase, Scope, State, Verdict } from "./verdict.ts";

/** An interval in which a service was not up, and what happened to it. At most one is open per service. */

export const EventKind = z.enum([
  "incident.suspected",
  "incident.opened",
  "incident.updated",
  "incident.recovering",
  "incident.resolved",
  "incident.withdrawn",
]);
export type EventKind = z.infer<typeof EventKind>;

export const TimelineEntry = z.object({ at: Instant, event: EventKind, because: z.array(z.string()) });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/**
 * Why nobody is to be told of an incident: a planned maintenance (`by` names it), or a broader incident that explains it
 * (`by` is its id). It stays visible, and is counted in no statistic.
 */
export const Muted = z.object({ because: z.enum(["maintenance", "inhibited"]), by: z.string() });
export type Muted = z.infer<typeof Muted>;

const common = {
  id: IncidentId,
  service: ServiceId,
  /** The worst the service was. */
  state: State,
  /** The widest it reached. */
  scope: Scope,
  layer: Layer.nullable(),
  muted: Muted.nullish(),
  /** Whose fault it probably is, where several services of one provider fail together. */
  provider: ProviderId.nullish(),
  /** Every region it has touched, as it stands now. */
  regions: z.record(PlaceId, Belief),
  suspectedAt: Instant,
  reasons: z.array(z.string()),
  timeline: z.array(TimelineEntry),
};

/** A time exists only in the phases that have reached it. */
export const Incident = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("suspected"), ...common }),
  z.object({ phase: z.literal("withdrawn"), ...common, withdrawnAt: Instant }),
  z.object({ phase: z.literal("open"), ...common, openedAt: Instant }),
  z.object({ phase: z.literal("recovering"), ...common, openedAt: Instant, recoveringAt: Instant }),
  z.object({ phase: z.literal("resolved"), ...common, openedAt: Instant, recoveringAt: Instant, resolvedAt: Instant }),
]);
export type Incident = z.infer<typeof Incident>;

/** Something that happened to an incident: what subscribers are told. */
export const IncidentEvent = z.object({
  id: EventId,
  /** Its number among the events of its incident, from 0. */
  sequence: z.int().min(0),
  kind: EventKind,
  incident: IncidentId,
  service: ServiceId,
  at: Instant,
  phase: Phase,
  because: z.array(z.string()),
  muted: Muted.nullish(),
  verdict: Verdict,
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;
