import { z } from "zod";
import { Layer } from "./cause.ts";
import { EndpointId, EventId, IncidentId, ProviderId, ServiceId } from "./ids.ts";
import { EventKind, Muted } from "./incident.ts";
import { Instant } from "./instant.ts";
import { PublishedNotice } from "./notice.ts";
import { ReconnectPlan } from "./recovery.ts";
import { PlaceId, Realised } from "./region.ts";
import { Maintenance } from "./service.ts";
import { Belief, Phase, Probability, Scope, State, Verdict } from "./verdict.ts";

/**
 * What subscribers are told, feeds list and the stream sends: each event is whole, so that a reader needs to ask nothing
 * else to act on it. `version` changes when a field changes its meaning or goes; new fields may come at any time.
 */

export const EVENT_VERSION = 1;

export const EventType = z.enum([
  ...EventKind.options,
  "notice.published",
  "maintenance.started",
  "maintenance.ended",
  "probe.ill",
  "certificate.expiring",
]);
export type EventType = z.infer<typeof EventType>;

/** The service that an event is about, as far as a reader or a filter asks. */
export const EventService = z.object({ id: ServiceId, name: z.string(), tags: z.array(z.string()) });
export type EventService = z.infer<typeof EventService>;

const common = {
  /** Follows from what it names, so that the same event told twice has one id: `webhook-id`, and the key to drop duplicates by. */
  id: EventId,
  version: z.literal(EVENT_VERSION),
  at: Instant,
  /**
   * Grows from one event of a subject (an incident, a notice, …) to the next: the order, whatever arrives first. Of an incident it
   * counts from 0 without a gap.
   */
  sequence: z.int().min(0),
  /** Its targets are simulated. */
  simulated: z.boolean(),
  /** Why, in sentences with their numbers; the most telling first. */
  because: z.array(z.string()),
};

/** The incident of an event; its timeline is behind the link. A time is `null` until its phase is reached. */
export const EventIncident = z.object({
  id: IncidentId,
  phase: Phase,
  /** The worst the service was, and the widest it reached. */
  state: State,
  scope: Scope,
  layer: Layer.nullable(),
  provider: ProviderId.nullable(),
  /** Every region it has touched, as it stands now. */
  regions: z.record(PlaceId, Belief),
  suspectedAt: Instant,
  openedAt: Instant.nullable(),
  recoveringAt: Instant.nullable(),
  resolvedAt: Instant.nullable(),
  withdrawnAt: Instant.nullable(),
});
export type EventIncident = z.infer<typeof EventIncident>;

const incident = {
  ...common,
  service: EventService,
  incident: EventIncident,
  /** The whole verdict of the moment. */
  verdict: Verdict,
  /** Countries whose region is failing, as ISO 3166-1 alpha-2: an estimate. */
  countries: z.array(z.string()),
  /** Why nobody is alarmed by it: a planned maintenance, or a broader incident. */
  muted: Muted.nullable(),
  /** How clients should come back; `null` unless it is recovering or over. */
  reconnect: ReconnectPlan.nullable(),
};

export const IncidentTold = z.object({
  type: EventKind,
  ...incident,
});
export type IncidentTold = z.infer<typeof IncidentTold>;

/** The vendor said something new about itself; with our own verdict beside it, where there is one. */
export const NoticeTold = z.object({
  type: z.literal("notice.published"),
  ...common,
  service: EventService,
  notice: PublishedNotice,
  verdict: Verdict.nullable(),
});
export type NoticeTold = z.infer<typeof NoticeTold>;

/** Planned work that the operator declared has begun, or is over. */
export const MaintenanceTold = z.object({
  type: z.enum(["maintenance.started", "maintenance.ended"]),
  ...common,
  service: EventService,
  maintenance: Maintenance,
  verdict: Verdict.nullable(),
});
export type MaintenanceTold = z.infer<typeof MaintenanceTold>;

/** A probe of ours does not do its work: for operators. What it says counts less until it is well. */
export const ProbeTold = z.object({
  type: z.literal("probe.ill"),
  ...common,
  probe: z.object({
    region: PlaceId,
    name: z.string(),
    realised: Realised,
    state: z.enum(["ill", "silent"]),
    ill: Probability,
    lastRoundAt: Instant.nullable(),
  }),
});
export type ProbeTold = z.infer<typeof ProbeTold>;

export const CertificateTold = z.object({
  type: z.literal("certificate.expiring"),
  ...common,
  service: EventService,
  endpoint: z.object({ id: EndpointId, name: z.string(), url: z.string() }),
  certificate: z.object({ expiresAt: Instant, daysLeft: z.number() }),
  verdict: Verdict.nullable(),
});
export type CertificateTold = z.infer<typeof CertificateTold>;

export const Event = z.discriminatedUnion("type", [
  IncidentTold,
  NoticeTold,
  MaintenanceTold,
  ProbeTold,
  CertificateTold,
]);
export type Event = z.infer<typeof Event>;
/** As it is stored and sent: times are text. */
export type EventWire = z.input<typeof Event>;

/** Absolute addresses of what an event speaks of; each is there where it has a meaning. */
export const EventLinks = z.object({
  /** Pages for people: of everything, of the service, of the incident, of the region. */
  page: z.string(),
  service: z.string().optional(),
  incident: z.string().optional(),
  region: z.string().optional(),
  /** For programs: the votes behind the verdict, and how to come back. */
  evidence: z.string().optional(),
  reconnect: z.string().optional(),
  /** The vendor's own words. */
  notice: z.string().optional(),
  /** How to change or end the subscription that this came by; absent in feeds. */
  subscription: z.string().optional(),
  /** Ends it at once, for whoever holds it; only in messages to people. */
  unsubscribe: z.string().optional(),
});
export type EventLinks = z.infer<typeof EventLinks>;
