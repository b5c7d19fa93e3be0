import { z } from "zod";
import { Layer } from "./cause.ts";
import { EventId, IncidentId, ServiceId } from "./ids.ts";
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

const common = {
  id: IncidentId,
  service: ServiceId,
  /** The worst the service was. */
  state: State,
  /** The widest it reached. */
  scope: Scope,
  layer: Layer.nullable(),
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
  kind: EventKind,
  incident: IncidentId,
  service: ServiceId,
  at: Instant,
  phase: Phase,
  because: z.array(z.string()),
  verdict: Verdict,
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;
