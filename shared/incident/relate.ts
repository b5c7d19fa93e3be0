import type { Judgement } from "../fuse/judge.ts";
import type { ServiceBelief, Window } from "../fuse/service.ts";
import type { Incident, Muted, ProviderId, ServiceId } from "../schema/index.ts";
import type { IncidentTrack } from "./track.ts";

/**
 * What an incident has to do with others: a planned maintenance, a service that this one depends on and that is down, or a
 * provider that takes several services down together. One cause, one alarm: what is explained by a broader incident stays
 * visible and is muted. Decides nothing about whether the service is up.
 */
export type Relation = {
  readonly muted: Muted | null;
  /** Who probably is the cause, where several services of one provider fail together. */
  readonly provider: ProviderId | null;
  readonly because: readonly string[];
};

/** What else is known of the network. */
export type Others = {
  readonly services: ReadonlyMap<ServiceId, ServiceBelief>;
  readonly incidents: ReadonlyMap<ServiceId, IncidentTrack>;
  readonly hosting: ReadonlyMap<ProviderId, ReadonlySet<ServiceId>>;
};

export const UNRELATED: Relation = { muted: null, provider: null, because: [] };

/** Services that must share a provider before it can be blamed, and the share of them that must fail. */
const SHARING_MIN = 3;
const FAILING_SHARE = 0.5;

export function relate(network: Others, service: ServiceBelief, judgement: Judgement): Relation {
  const planned = maintenanceOf(service, judgement);
  if (planned !== null) return { ...UNRELATED, muted: { because: "maintenance", by: planned }, because: [planned] };
  const upstream = upstreamOf(network, service);
  if (upstream !== null)
    return {
      ...UNRELATED,
      muted: { because: "inhibited", by: upstream.id },
      because: [`${service.id} depends on ${upstream.service}, which is failing`],
    };
  return providerOf(network, service, judgement);
}

export function isSameRelation(incident: Incident, { muted, provider }: Relation): boolean {
  return (
    incident.muted?.because === muted?.because &&
    incident.muted?.by === muted?.by &&
    (incident.provider ?? null) === provider
  );
}

function maintenanceOf({ maintenance }: ServiceBelief, { at, announcement }: Judgement): string | null {
  const window = maintenance.find(({ from, to }: Window) => at >= from && at < to);
  if (window !== undefined) return `maintenance: ${window.reason}`;
  return announcement?.maintenance ? announcement.because : null;
}

/** The incident of a service that this one depends on, at any remove; never one that waits for this service in turn. */
function upstreamOf({ services, incidents }: Others, { id, dependsOn }: ServiceBelief): Incident | null {
  const queue = [...dependsOn];
  const seen = new Set<ServiceId>([id]);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const incident = failingIn(incidents.get(next));
    if (incident !== null && incident.muted == null) return incident;
    queue.push(...(services.get(next)?.dependsOn ?? []));
  }
  return null;
}

function providerOf(network: Others, service: ServiceBelief, judgement: Judgement): Relation {
  for (const provider of providersFailing(service, judgement)) {
    const sharing = network.hosting.get(provider);
    if (sharing === undefined || sharing.size < SHARING_MIN) continue;
    const others = [...sharing].flatMap((id) => {
      const incident = id === service.id ? null : failingIn(network.incidents.get(id));
      return incident !== null && overlaps(incident, judgement) ? [incident] : [];
    });
    const own = network.incidents.get(service.id)?.incident;
    const failing = others.length + 1;
    if (failing < 2 || failing < FAILING_SHARE * sharing.size) continue;
    const because = [`probably its provider ${provider}: ${failing} of ${sharing.size} services there fail together`];
    const parent = others.filter(({ muted }) => muted == null).sort((a, b) => a.suspectedAt - b.suspectedAt)[0];
    const isFirst =
      parent === undefined ||
      (own !== undefined && failingIn(network.incidents.get(service.id)) !== null && precedes(own, parent));
    return { provider, because, muted: isFirst ? null : { because: "inhibited", by: parent.id } };
  }
  return UNRELATED;
}

function precedes(own: Incident, other: Incident): boolean {
  return (
    own.muted == null &&
    (own.suspectedAt < other.suspectedAt || (own.suspectedAt === other.suspectedAt && own.id < other.id))
  );
}

/** Who hosts the endpoints that fail, or all of them where it is the service as a whole. */
function providersFailing({ endpoints }: ServiceBelief, judgement: Judgement): Set<ProviderId> {
  const failing = [...endpoints.values()].filter(({ id }) => {
    const state = judgement.endpoints.get(id)?.state;
    return state === "down" || state === "degraded";
  });
  const blamed = failing.length > 0 ? failing : [...endpoints.values()];
  return new Set(blamed.flatMap(({ provider }) => (provider === null ? [] : [provider])));
}

/** An incident that stands: open, or on its way to either end. */
function failingIn(track: IncidentTrack | undefined): Incident | null {
  const incident = track?.incident;
  return incident?.phase === "open" || incident?.phase === "recovering" ? incident : null;
}

/** Some region is touched by both. */
function overlaps(incident: Incident, { regions }: Judgement): boolean {
  return Object.keys(incident.regions).some((region) => {
    const state = regions.get(region)?.state;
    return state === "down" || state === "degraded";
  });
}
