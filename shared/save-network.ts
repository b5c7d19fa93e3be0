import type { ProbeBelief } from "./fuse/health.ts";
import type { Model } from "./fuse/model.ts";
import type { EndpointState, ServiceBelief, ServiceFacts } from "./fuse/service.ts";
import { declareServices, type Network } from "./network.ts";

/** The fold's state as plain JSON and back. Restoring what was saved continues exactly where it stopped. */

const VERSION = 2;

type SavedEndpoint = Omit<EndpointState, "belief" | "sights"> & {
  readonly belief: Omit<EndpointState["belief"], "z"> & { readonly z: [string, number[]][] };
  readonly sights: [string, EndpointState["sights"] extends Map<string, infer Sight> ? Sight : never][];
};
type Saved = {
  readonly version: typeof VERSION;
  readonly now: number;
  readonly services: (Omit<ServiceBelief, "endpoints"> & { readonly endpoints: SavedEndpoint[] })[];
  readonly probes: [
    string,
    Omit<ProbeBelief, "votes" | "controls"> & {
      readonly votes: Entries<ProbeBelief["votes"]>;
      readonly controls: Entries<ProbeBelief["controls"]>;
    },
  ][];
  readonly incidents: Entries<Network["incidents"]>;
  readonly verdicts: Entries<Network["verdicts"]>;
};
type Entries<M> = M extends Map<infer K, infer V> ? [K, V][] : never;

export function saveNetwork(network: Network): unknown {
  const saved: Saved = {
    version: VERSION,
    now: network.now,
    services: [...network.services.values()].map((service) => ({
      ...service,
      endpoints: [...service.endpoints.values()].map((endpoint) => ({
        ...endpoint,
        belief: { ...endpoint.belief, z: [...endpoint.belief.z] },
        sights: [...endpoint.sights],
      })),
    })),
    probes: [...network.probes].map(([key, probe]) => [
      key,
      { ...probe, votes: [...probe.votes], controls: [...probe.controls] },
    ]),
    incidents: [...network.incidents],
    verdicts: [...network.verdicts],
  };
  return structured(saved);
}

/** Opens anew when the saved state is of another version: beliefs come back from the rounds within minutes. */
export function restoreNetwork(model: Model, saved: unknown, services: readonly ServiceFacts[]): Network {
  const state = structured(saved) as Saved;
  const isKnown = state?.version === VERSION;
  const network: Network = {
    model,
    now: isKnown ? state.now : 0,
    services: new Map(
      isKnown
        ? state.services.map((service) => [service.id, { ...service, endpoints: endpointsFrom(service.endpoints) }])
        : [],
    ),
    probes: new Map(
      isKnown
        ? state.probes.map(([key, probe]) => [
            key,
            { ...probe, votes: new Map(probe.votes), controls: new Map(probe.controls) },
          ])
        : [],
    ),
    incidents: new Map(isKnown ? state.incidents : []),
    verdicts: new Map(isKnown ? state.verdicts : []),
  };
  declareServices(network, services);
  return network;
}

function endpointsFrom(endpoints: readonly SavedEndpoint[]): ServiceBelief["endpoints"] {
  return new Map(
    endpoints.map((endpoint) => [
      endpoint.id,
      { ...endpoint, belief: { ...endpoint.belief, z: new Map(endpoint.belief.z) }, sights: new Map(endpoint.sights) },
    ]),
  );
}

/** A deep copy through JSON: what is saved is what would be stored. */
function structured(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
