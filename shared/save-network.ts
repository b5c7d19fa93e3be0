import type { ProbeBelief } from "./fuse/health.ts";
import type { Model } from "./fuse/model.ts";
import type { Crowd } from "./fuse/people/crowd.ts";
import type { EndpointState, ServiceBelief, ServiceFacts } from "./fuse/service.ts";
import { declareServices, host, type Network } from "./network.ts";
import type { PlaceId } from "./schema/index.ts";
import type { Reach } from "./schema/observation.ts";

/** The fold's state as plain JSON and back. Restoring what was saved continues exactly where it stopped. */

const VERSION = 12;

type SavedProbe = Omit<ProbeBelief, "parts" | "controls"> & {
  readonly parts: Entries<ProbeBelief["parts"]>;
  readonly controls: Entries<ProbeBelief["controls"]>;
};
type SavedCrowd = Omit<Crowd, "counted" | "regions" | "countries" | "working"> & {
  readonly counted: Entries<Crowd["counted"]>;
  readonly regions: Entries<Crowd["regions"]>;
  readonly countries: Entries<Crowd["countries"]>;
  readonly working: Entries<Crowd["working"]>;
};
type Saved = {
  readonly version: typeof VERSION;
  readonly now: number;
  readonly began: number;
  readonly services: (Omit<ServiceBelief, "endpoints" | "crowd" | "notices"> & {
    readonly endpoints: EndpointState[];
    readonly crowd: SavedCrowd | null;
    readonly notices: Entries<ServiceBelief["notices"]>;
  })[];
  readonly places: [PlaceId, { readonly index: number; readonly probes: Partial<Record<Reach, SavedProbe>> }][];
  readonly incidents: Entries<Network["incidents"]>;
  readonly verdicts: Entries<Network["verdicts"]>;
};
type Entries<M> = M extends Map<infer K, infer V> ? [K, V][] : never;

export function saveNetwork(network: Network): unknown {
  const saved: Saved = {
    version: VERSION,
    now: network.now,
    began: network.began,
    services: [...network.services.values()].map((service) => ({
      ...service,
      notices: [...service.notices],
      crowd: service.crowd && {
        ...service.crowd,
        counted: [...service.crowd.counted],
        regions: [...service.crowd.regions],
        countries: [...service.crowd.countries],
        working: [...service.crowd.working],
      },
      endpoints: [...service.endpoints.values()],
    })),
    places: [...network.places].map(([region, { index, probes }]) => [
      region,
      {
        index,
        probes: each(probes, (probe) => ({ ...probe, parts: [...probe.parts], controls: [...probe.controls] })),
      },
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
    began: isKnown ? state.began : 0,
    services: new Map(isKnown ? state.services.map((service) => [service.id, serviceFrom(service)]) : []),
    places: new Map(
      isKnown
        ? state.places.map(([region, { index, probes }]) => [
            region,
            {
              index,
              probes: each(probes, (probe) => ({
                ...probe,
                parts: new Map(probe.parts),
                controls: new Map(probe.controls),
              })),
            },
          ])
        : [],
    ),
    incidents: new Map(isKnown ? state.incidents : []),
    awaiting: new Map(),
    hosting: new Map(),
    verdicts: new Map(isKnown ? state.verdicts : []),
  };
  for (const { id, endpoints } of network.services.values())
    for (const { provider } of endpoints.values()) host(network, id, provider);
  declareServices(network, services);
  return network;
}

function serviceFrom(service: Saved["services"][number]): ServiceBelief {
  return {
    ...service,
    notices: new Map(service.notices),
    crowd: service.crowd && {
      ...service.crowd,
      counted: new Map(service.crowd.counted),
      regions: new Map(service.crowd.regions),
      countries: new Map(service.crowd.countries),
      working: new Map(service.crowd.working),
    },
    endpoints: new Map(service.endpoints.map((endpoint) => [endpoint.id, endpoint])),
  };
}

function each<V, W>(record: Partial<Record<Reach, V>>, change: (value: V) => W): Partial<Record<Reach, W>> {
  return Object.fromEntries(Object.entries(record).map(([reach, value]) => [reach, change(value)]));
}

/** A deep copy through JSON: what is saved is what would be stored. */
function structured(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
