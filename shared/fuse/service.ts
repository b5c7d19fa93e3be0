import type { Readings } from "../observe/desync.ts";
import type { EndpointId, ServiceId } from "../schema/index.ts";
import type { Reach } from "../schema/observation.ts";
import { type Belief, hearsayOf, openBelief, stateIn } from "./belief.ts";
import { openSymptoms, type Symptoms } from "./layer.ts";
import type { Model } from "./model.ts";
import type { Notices } from "./notices.ts";
import type { Crowd } from "./people/crowd.ts";
import type { Rounds } from "./rounds.ts";
import { lastAt, placesIn, type Sights } from "./sights.ts";

/**
 * What is known of one service: a belief per endpoint, one about all of them together (they mostly fail together, and a
 * failure spread thin over them is seen there first), and the last look from each place.
 */

export type EndpointFacts = {
  readonly id: EndpointId;
  readonly essential: boolean;
  readonly provider?: string;
  readonly intervalMs: number;
  /** How far apart the versions that regions see may be; 0 where absent. */
  readonly tolerance?: number;
};

/** What the catalogue says of a service, as far as the fold needs it. */
export type ServiceFacts = {
  readonly id: ServiceId;
  readonly endpoints: readonly EndpointFacts[];
  readonly dependsOn?: readonly ServiceId[];
  readonly maintenance?: readonly Window[];
  readonly reach?: Reach;
};

/** A planned maintenance, in milliseconds; the end excluded. */
export type Window = { readonly from: number; readonly to: number; readonly reason: string };

export type ServiceBelief = {
  readonly id: ServiceId;
  reach: Reach;
  dependsOn: readonly ServiceId[];
  maintenance: readonly Window[];
  readonly endpoints: Map<EndpointId, EndpointState>;
  /** About the essential endpoints together. */
  readonly together: Belief;
  /** By the number of the place: the last verdict called all well, and the service up there. */
  upAt: boolean[];
  /** By the number of the place, as the sights. */
  readonly rounds: (Rounds | null)[];
  /** What people say of it; `null` while nobody has said anything. */
  crowd: Crowd | null;
  readonly notices: Notices;
};

export type EndpointState = {
  readonly id: EndpointId;
  essential: boolean;
  provider: string | null;
  intervalMs: number;
  /** The catalogue says how often it is checked; otherwise that is learned from the looks themselves. */
  declared: boolean;
  /** Share of looks that fail although the endpoint is up, learned. */
  errorRate: number;
  readonly belief: Belief;
  /** How it has failed lately. */
  readonly symptoms: Symptoms;
  readonly sights: Sights;
  tolerance?: number;
  /** What each place read of the data that all should see alike; absent where nobody has read any. */
  readings?: Readings;
};

export function openService(
  { id }: Pick<ServiceFacts, "id">,
  { at, model }: { at: number; model: Model },
): ServiceBelief {
  return {
    id,
    reach: "internet",
    dependsOn: [],
    maintenance: [],
    endpoints: new Map(),
    together: openBelief(at, model),
    upAt: [],
    rounds: [],
    crowd: null,
    notices: new Map(),
  };
}

/** The endpoint's state, opened at `at` when it is new. */
export function endpointOf(
  service: ServiceBelief,
  facts: EndpointFacts,
  { at, model }: { at: number; model: Model },
): EndpointState {
  const known = service.endpoints.get(facts.id);
  if (known !== undefined) return known;
  const opened: EndpointState = {
    id: facts.id,
    essential: facts.essential,
    provider: facts.provider ?? null,
    intervalMs: facts.intervalMs,
    declared: false,
    errorRate: model.likelihood.errorRate,
    belief: openBelief(at, model),
    symptoms: openSymptoms(),
    sights: [],
  };
  service.endpoints.set(facts.id, opened);
  return opened;
}

/** The chance that it fails at a place, or everywhere, by any of its beliefs. */
export function suspicionIn({ together, endpoints }: ServiceBelief, place: number, model: Model): number {
  let up = stateIn(together, place, model)[0];
  let elsewhere = hearsayOf(together, model)[0];
  for (const { belief } of endpoints.values()) {
    up *= stateIn(belief, place, model)[0];
    elsewhere *= hearsayOf(belief, model)[0];
  }
  return 1 - Math.min(up, elsewhere);
}

/** When the first of its places falls silent unless it is seen again. */
export function freshUntil({ endpoints }: ServiceBelief, model: Model): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { sights, intervalMs } of endpoints.values()) {
    for (let place = 0; place < placesIn(sights); place++) {
      const at = lastAt(sights, place);
      if (at > 0) first = Math.min(first, at + model.freshIntervals * intervalMs);
    }
  }
  return first;
}
