import { openProbe, type Place, type ProbeBelief, vote } from "./fuse/health.ts";
import { whenUp } from "./fuse/likelihood.ts";
import type { Model } from "./fuse/model.ts";
import { endpointOf, openService, type ServiceBelief, type ServiceFacts } from "./fuse/service.ts";
import { vouch } from "./fuse/vouchers.ts";
import type { IncidentTrack } from "./incident/track.ts";
import type { Control, PlaceId, ProviderId, ServiceId, Verdict } from "./schema/index.ts";
import type { Reach } from "./schema/observation.ts";

/** The state that events are folded into: services, probes and incidents. Plain data, changed in place for speed. */
export type Network = {
  readonly model: Model;
  /** The time that the fold has reached, in milliseconds. */
  now: number;
  /** When it began: who has said nothing since was silent for that long. */
  began: number;
  readonly services: Map<ServiceId, ServiceBelief>;
  /** By region, in the order of their names. */
  readonly places: Map<PlaceId, Place>;
  /** Which services each provider hosts, as their looks say; follows from the endpoints, so never stored. */
  readonly hosting: Map<ProviderId, Set<ServiceId>>;
  /** The current or last incident of each service. */
  readonly incidents: Map<ServiceId, IncidentTrack>;
  /** Services that a region's probe may yet be a witness for, once it is vouched for; within a round, so never stored. */
  readonly awaiting: Map<PlaceId, Set<ServiceId>>;
  /** The last verdict put out for each service. */
  readonly verdicts: Map<ServiceId, Verdict>;
};

export function openNetwork(model: Model, services: readonly ServiceFacts[] = []): Network {
  const network: Network = {
    model,
    now: 0,
    began: 0,
    services: new Map(),
    places: new Map(),
    hosting: new Map(),
    incidents: new Map(),
    awaiting: new Map(),
    verdicts: new Map(),
  };
  declareServices(network, services);
  return network;
}

/** Takes over a catalogue: what is new is opened, what is gone is forgotten, what stays keeps its beliefs. */
export function declareServices(network: Network, services: readonly ServiceFacts[]): void {
  const declared = new Set(services.map(({ id }) => id));
  for (const id of [...network.services.keys()].filter((known) => !declared.has(known))) {
    network.services.delete(id);
    network.incidents.delete(id);
    network.verdicts.delete(id);
  }
  for (const facts of services) {
    const service = openServiceIn(network, facts.id);
    service.reach = facts.reach ?? "internet";
    service.dependsOn = facts.dependsOn ?? [];
    service.maintenance = facts.maintenance ?? [];
    const endpoints = new Set(facts.endpoints.map(({ id }) => id));
    for (const id of [...service.endpoints.keys()].filter((known) => !endpoints.has(known)))
      service.endpoints.delete(id);
    for (const endpoint of facts.endpoints) {
      const state = endpointOf(service, endpoint, { at: network.now, model: network.model });
      state.essential = endpoint.essential;
      state.intervalMs = endpoint.intervalMs;
      state.declared = true;
      state.tolerance = endpoint.tolerance ?? 0;
      state.provider = endpoint.provider ?? state.provider;
      host(network, service.id, state.provider);
    }
  }
}

/** Notes who hosts a service. */
export function host({ hosting }: Network, service: ServiceId, provider: ProviderId | null): void {
  if (provider === null) return;
  const hosted = hosting.get(provider);
  if (hosted === undefined) hosting.set(provider, new Set([service]));
  else hosted.add(service);
}

/** The belief about a service, opened when it is new. */
export function openServiceIn(network: Network, id: ServiceId): ServiceBelief {
  const known = network.services.get(id);
  if (known !== undefined) return known;
  const opened = openService({ id }, { at: network.now, model: network.model });
  network.services.set(id, opened);
  return opened;
}

/** The belief about a region's probe, as far as one reach is concerned, opened when it is new. */
export function probeIn({ places, model }: Network, region: PlaceId, reach: Reach): ProbeBelief {
  const place = places.get(region) ?? openPlaceIn(places, region);
  const known = place.probes[reach];
  if (known !== undefined) return known;
  const opened = openProbe(region, reach, place.index, model);
  place.probes[reach] = opened;
  return opened;
}

function openPlaceIn(places: Network["places"], region: PlaceId): Place {
  const opened: Place = { index: places.size, probes: {} };
  const sorted = [...places, [region, opened] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  places.clear();
  for (const [id, place] of sorted) places.set(id, place);
  return opened;
}

/** Every probe there is. */
export function probesIn({ places }: Network): ProbeBelief[] {
  return [...places.values()].flatMap(({ probes }) => Object.values(probes));
}

/** A control target answered, or did not. Its own outages are rare: a failure speaks of the probe. A second copy says nothing. */
export function recordControl(network: Network, { region, reach, control, provider, outcome, at }: Control): void {
  const { model } = network;
  const probe = probeIn(network, region, reach);
  if (at <= (probe.controls.get(control)?.at ?? Number.NEGATIVE_INFINITY)) return;
  probe.controls.set(control, { at, outcome });
  const sign = outcome === "pass" ? "usual" : "fail";
  if (outcome === "pass") vouch(probe.vouchers, provider, at);
  vote(probe, { provider, sign, explained: whenUp(sign, probe.errorRate, model.likelihood), at }, model);
}
