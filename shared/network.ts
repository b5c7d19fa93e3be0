import type { ProbeOf } from "./fuse/glance.ts";
import { openProbe, type ProbeBelief, vote } from "./fuse/health.ts";
import type { Model } from "./fuse/model.ts";
import { endpointOf, openService, type ServiceBelief, type ServiceFacts } from "./fuse/service.ts";
import type { IncidentTrack } from "./incident/track.ts";
import type { Control, PlaceId, ServiceId, Verdict } from "./schema/index.ts";
import type { Reach } from "./schema/observation.ts";

/** The state that events are folded into: services, probes and incidents. Plain data, changed in place for speed. */
export type Network = {
  readonly model: Model;
  /** The time that the fold has reached, in milliseconds. */
  now: number;
  readonly services: Map<ServiceId, ServiceBelief>;
  /** By region and reach: `weur/internet`. */
  readonly probes: Map<string, ProbeBelief>;
  /** The current or last incident of each service. */
  readonly incidents: Map<ServiceId, IncidentTrack>;
  /** The last verdict put out for each service. */
  readonly verdicts: Map<ServiceId, Verdict>;
};

export function openNetwork(model: Model, services: readonly ServiceFacts[] = []): Network {
  const network: Network = {
    model,
    now: 0,
    services: new Map(),
    probes: new Map(),
    incidents: new Map(),
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
    const endpoints = new Set(facts.endpoints.map(({ id }) => id));
    for (const id of [...service.endpoints.keys()].filter((known) => !endpoints.has(known)))
      service.endpoints.delete(id);
    for (const endpoint of facts.endpoints) {
      const state = endpointOf(service, endpoint, { at: network.now, model: network.model });
      state.essential = endpoint.essential;
      state.intervalMs = endpoint.intervalMs;
      state.declared = true;
      state.provider = endpoint.provider ?? state.provider;
    }
  }
}

/** The belief about a service, opened when it is new. */
export function openServiceIn(network: Network, id: ServiceId): ServiceBelief {
  const known = network.services.get(id);
  if (known !== undefined) return known;
  const opened = openService({ id });
  network.services.set(id, opened);
  return opened;
}

/** The belief about a region's probe, as far as one reach is concerned, opened when it is new. */
export function probeIn(network: Network, region: PlaceId, reach: Reach): ProbeBelief {
  const key = `${region}/${reach}`;
  const known = network.probes.get(key);
  if (known !== undefined) return known;
  const opened = openProbe(region, reach);
  network.probes.set(key, opened);
  return opened;
}

/** How the fold's judge finds the probes that speak about a service. */
export function probesFor({ probes }: Network, { reach }: Pick<ServiceBelief, "reach">): ProbeOf {
  return (region) => probes.get(`${region}/${reach}`);
}

/** A control target answered, or did not. Its own outages are rare: a failure speaks of the probe. A second copy says nothing. */
export function recordControl(network: Network, { region, reach, control, provider, outcome, at }: Control): void {
  const probe = probeIn(network, region, reach);
  if (at <= (probe.controls.get(control)?.at ?? Number.NEGATIVE_INFINITY)) return;
  probe.controls.set(control, { at, outcome });
  vote(probe, { provider, outcome: outcome === "pass" ? "pass" : "fail", expected: 0, at }, network.model);
}
