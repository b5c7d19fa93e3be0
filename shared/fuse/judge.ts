import type { EndpointBelief, Layer, PlaceId, Scope, State } from "../schema/index.ts";
import { globallyNotUp, predict, stateIn } from "./belief.ts";
import type { Distribution } from "./chain.ts";
import { illness, type ProbeBelief } from "./health.ts";
import { rankLayers, type Symptom } from "./layer.ts";
import type { Model } from "./model.ts";
import { scopeOf } from "./scope.ts";
import type { EndpointState, ServiceBelief, Sight } from "./service.ts";

/** Reads the judgement of a service out of its beliefs: per region, per endpoint and as a whole. Changes no belief but its clock. */

export type RegionJudgement = {
  readonly state: State;
  /** P(the service is not up there). */
  readonly probability: number;
  /** A probe that is well saw it lately; otherwise the state is unknown. */
  readonly trusted: boolean;
  /** Why it is not trusted, in words. */
  readonly because: string | null;
  /** The longest row of failing looks at one endpoint, by a probe that is well enough to stand alone. */
  readonly loneRounds: number;
};

export type Judgement = {
  readonly at: number;
  readonly state: State;
  readonly probability: number;
  readonly scope: Scope;
  readonly layer: Layer | null;
  /** The second likeliest layer with its probability. */
  readonly runnerUp: { layer: Layer; probability: number } | null;
  readonly regions: ReadonlyMap<PlaceId, RegionJudgement>;
  readonly endpoints: ReadonlyMap<string, EndpointBelief>;
};

export type ProbeOf = (region: PlaceId) => ProbeBelief | undefined;

export function judge(
  service: ServiceBelief,
  { now, probeOf, model }: { now: number; probeOf: ProbeOf; model: Model },
): Judgement {
  for (const endpoint of service.endpoints.values()) predict(endpoint.belief, now, model);
  const context: Context = { service, now, probeOf, model };
  const places = new Set([...service.endpoints.values()].flatMap(({ sights }) => [...sights.keys()]));
  const regions = new Map([...places].sort().map((region) => [region, judgeRegion(region, context)]));
  const trusted = [...regions.values()].filter((region) => region.trusted);
  const affected = trusted.filter(({ probability }) => probability >= model.notUpFrom);
  const ranked = rankLayers(symptomsOf(context, null));
  const [first, second] = ranked;
  const globally = Math.max(0, ...[...service.endpoints.values()].map(({ belief }) => globallyNotUp(belief)));
  return {
    at: now,
    state: worstState(trusted.map(({ state }) => state)),
    probability: Math.max(
      0,
      ...(trusted.length > 0 ? trusted : [...regions.values()]).map(({ probability }) => probability),
    ),
    scope: scopeOf({ affected: affected.length, trusted: trusted.length, globally }, model),
    layer: affected.length > 0 && first && first.probability >= model.layerFrom ? first.layer : null,
    runnerUp: affected.length > 0 && second ? second : null,
    regions,
    endpoints: new Map(
      [...service.endpoints.values()].map((endpoint) => [endpoint.id, judgeEndpoint(endpoint, context)]),
    ),
  };
}

type Context = {
  readonly service: ServiceBelief;
  readonly now: number;
  readonly probeOf: ProbeOf;
  readonly model: Model;
};

/** Seen conclusively, lately, by a probe that is well: `null`; otherwise why it does not count. */
export function distrust(
  endpoint: EndpointState,
  region: PlaceId,
  { service, now, probeOf, model }: Context,
): string | null {
  const sight = endpoint.sights.get(region);
  if (sight === undefined || now - sight.at > model.freshIntervals * endpoint.intervalMs)
    return `${region} has been silent`;
  if (illOf(endpoint, region, { service, now, probeOf, model }) >= model.health.illFrom)
    return `${region} cannot reach its control targets`;
  if (sight.outcome === "inconclusive")
    return sight.cause === "blocked" ? `${region} is refused by the target` : `${region} could not look`;
  return null;
}

function judgeRegion(region: PlaceId, context: Context): RegionJudgement {
  const { service, model } = context;
  const seeing = [...service.endpoints.values()].filter(({ sights }) => sights.has(region));
  const doubts = seeing.map((endpoint) => distrust(endpoint, region, context));
  const trusted = doubts.some((doubt) => doubt === null);
  const states = seeing.map((endpoint) => ({ endpoint, distribution: stateIn(endpoint.belief, region, model) }));
  const isOwn = seeing.some(
    ({ sights, intervalMs }) => context.now - (sights.get(region)?.badAt ?? 0) <= model.ownIntervals * intervalMs,
  );
  const notUp = 1 - states.reduce((allUp, { distribution }) => allUp * distribution[0], 1);
  const probability = isOwn ? notUp : Math.min(notUp, model.hearsayUpTo);
  const wells = seeing.filter((endpoint) => illOf(endpoint, region, context) <= model.health.wellUpTo);
  return {
    probability,
    trusted,
    state: trusted ? nameTogether(states, probability, model) : "unknown",
    because: trusted ? null : (doubts.find((doubt) => doubt !== null) ?? null),
    loneRounds: Math.max(0, ...wells.map(({ sights }) => sights.get(region)?.streak ?? 0)),
  };
}

function judgeEndpoint(endpoint: EndpointState, context: Context): EndpointBelief {
  const { model } = context;
  const trusted = [...endpoint.sights.keys()].filter((region) => distrust(endpoint, region, context) === null);
  const distributions = trusted.map((region) => stateIn(endpoint.belief, region, model));
  const probability = Math.max(0, ...distributions.map(([up]) => 1 - up));
  const [first] = rankLayers(symptomsOf(context, endpoint));
  const isFailing = probability >= model.notUpFrom;
  return {
    state:
      trusted.length === 0
        ? "unknown"
        : worstState(distributions.map((distribution) => nameState(distribution, true, model))),
    probability,
    layer: isFailing && first && first.probability >= model.layerFrom ? first.layer : null,
  };
}

/** What speaks of a layer: the last looks that were not plain passes, weighed by trust and by how likely it is not up there. */
function symptomsOf(context: Context, only: EndpointState | null): Symptom[] {
  const { service, model } = context;
  const symptoms: Symptom[] = [];
  for (const endpoint of only === null ? service.endpoints.values() : [only]) {
    for (const [region, sight] of endpoint.sights) {
      if (sight.cause === null || distrust(endpoint, region, context) !== null) continue;
      const [up] = stateIn(endpoint.belief, region, model);
      symptoms.push({ cause: sight.cause, weight: (1 - illOf(endpoint, region, context)) * (1 - up) });
    }
  }
  return symptoms;
}

function illOf(endpoint: EndpointState, region: PlaceId, { service, now, probeOf, model }: Context): number {
  return illness(probeOf(region), { now, without: endpoint.provider ?? service.id }, model);
}

function nameState([up, degraded, down]: Distribution, essential: boolean, model: Model): State {
  if (1 - up < model.notUpFrom) return "up";
  return down > degraded && essential ? "down" : "degraded";
}

/** Several endpoints as one: not up when any of them is, by the sum of what they are likely to be. */
function nameTogether(
  states: readonly { readonly endpoint: EndpointState; readonly distribution: Distribution }[],
  probability: number,
  model: Model,
): State {
  const alone = worstState(
    states.map(({ endpoint, distribution }) => nameState(distribution, endpoint.essential, model)),
  );
  if (probability < model.notUpFrom) return "up";
  if (alone === "down" || alone === "degraded") return alone;
  const downs = states.map(({ endpoint, distribution }) => (endpoint.essential ? distribution[2] : 0));
  const total = downs.reduce((sum, down) => sum + down, 0);
  return total > probability / 2 ? "down" : "degraded";
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const satisfies Record<State, number>;

function worstState(states: readonly State[]): State {
  return states.reduce<State>((worst, state) => (ORDER[state] > ORDER[worst] ? state : worst), "unknown");
}

/** For the evidence: how fresh and how trusted a look is. */
export function trustIn(
  endpoint: EndpointState,
  [region, sight]: readonly [PlaceId, Sight],
  context: Context,
): { weight: number; fresh: boolean } {
  return {
    weight: 1 - illOf(endpoint, region, context),
    fresh: context.now - sight.at <= context.model.freshIntervals * endpoint.intervalMs,
  };
}
