import type { EndpointBelief, EndpointId, Layer, PlaceId, Scope, State } from "../schema/index.ts";
import { type Distribution, failsEverywhere, predict } from "./belief.ts";
import { type Context, type Glance, glancesOf } from "./glance.ts";
import { rankLayers, type Symptom } from "./layer.ts";
import type { Model } from "./model.ts";
import { scopeOf } from "./scope.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";

/** Reads the judgement of a service out of its beliefs: per region, per endpoint and as a whole. Changes no belief but its clock. */

export type RegionJudgement = {
  readonly state: State;
  /** P(the service is not up there). */
  readonly probability: number;
  /** A probe that is well saw it lately; otherwise the state is unknown. */
  readonly trusted: boolean;
  /** Why it is not trusted, in words. */
  readonly because: string | null;
  /** A trusted last look at some endpoint failed: this region is a witness of its own. */
  readonly failing: boolean;
  /** Some endpoint was failing when it was last seen and cannot be seen now. */
  readonly unseen: boolean;
  /** The most failing looks among the last few at one endpoint, by a probe that is well enough to stand alone. */
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
  readonly endpoints: ReadonlyMap<EndpointId, EndpointBelief>;
};

export function judge(service: ServiceBelief, where: Omit<Context, "service">): Judgement {
  const { now, model } = where;
  for (const endpoint of service.endpoints.values()) predict(endpoint.belief, now, model);
  const glances = glancesOf({ service, ...where });
  const places = [...new Set(glances.map(({ region }) => region))].sort();
  const regions = new Map(
    places.map((place) => [
      place,
      judgeRegion(
        glances.filter(({ region }) => region === place),
        now,
        model,
      ),
    ]),
  );
  const trusted = [...regions.values()].filter((region) => region.trusted);
  const affected = trusted.filter(({ probability }) => probability >= model.notUpFrom).length;
  const globally = Math.max(0, ...[...service.endpoints.values()].map(({ belief }) => failsEverywhere(belief)));
  const [first, second] = affected > 0 ? rankLayers(symptomsOf(glances)) : [];
  return {
    at: now,
    state: worstState(trusted.map(({ state }) => state)),
    probability: Math.max(0, ...weightiest(regions, glances, model).map(({ probability }) => probability)),
    scope: scopeOf({ affected, trusted: trusted.length, globally }, model),
    layer: first && first.probability >= model.layerFrom ? first.layer : null,
    runnerUp: second ?? null,
    regions,
    endpoints: new Map(
      [...service.endpoints.values()].map((endpoint) => [endpoint.id, judgeEndpoint(endpoint, glances, model)]),
    ),
  };
}

/** The regions whose probability speaks for the service: those trusted, else those whose probe is well, else all. */
function weightiest(
  regions: ReadonlyMap<PlaceId, RegionJudgement>,
  glances: readonly Glance[],
  model: Model,
): RegionJudgement[] {
  const trusted = [...regions.values()].filter((region) => region.trusted);
  if (trusted.length > 0) return trusted;
  const wells = new Set(glances.filter(({ ill }) => ill < model.health.illFrom).map(({ region }) => region));
  const well = [...regions].flatMap(([id, region]) => (wells.has(id) ? [region] : []));
  return well.length > 0 ? well : [...regions.values()];
}

/** Worst essential endpoint; one that is not essential makes the region degraded at most. */
function judgeRegion(glances: readonly Glance[], now: number, model: Model): RegionJudgement {
  const trusted = glances.some(({ doubt }) => doubt === null);
  const isOwn = glances.some(({ endpoint, sight }) => now - sight.badAt <= model.ownIntervals * endpoint.intervalMs);
  const notUp = 1 - glances.reduce((allUp, { distribution: [up] }) => allUp * up, 1);
  const probability = isOwn ? notUp : Math.min(notUp, model.hearsayUpTo);
  return {
    probability,
    trusted,
    state: trusted ? nameTogether(glances, probability, model) : "unknown",
    because: trusted ? null : (glances.find(({ doubt }) => doubt !== null)?.doubt ?? null),
    failing: glances.some(({ doubt, sight }) => doubt === null && sight.streak > 0),
    unseen: glances.some(({ doubt, sight }) => doubt !== null && sight.streak > 0),
    loneRounds: Math.max(
      0,
      ...glances.map(({ ill, sight }) => (ill <= model.health.wellUpTo ? failingOf(sight.recent) : 0)),
    ),
  };
}

function judgeEndpoint(endpoint: EndpointState, glances: readonly Glance[], model: Model): EndpointBelief {
  const trusted = glances.filter((seen) => seen.endpoint === endpoint && seen.doubt === null);
  const probability = Math.max(0, ...trusted.map(({ distribution: [up] }) => 1 - up));
  const [first] = probability >= model.notUpFrom ? rankLayers(symptomsOf(trusted)) : [];
  return {
    state: worstState(trusted.map(({ distribution }) => nameState(distribution, true, model))),
    probability,
    layer: first && first.probability >= model.layerFrom ? first.layer : null,
  };
}

/** What speaks of a layer: the last looks that were not plain passes, weighed by trust and by how likely it is not up there. */
function symptomsOf(glances: readonly Glance[]): Symptom[] {
  return glances.flatMap(({ sight, doubt, ill, distribution: [up] }) =>
    sight.cause === null || doubt !== null ? [] : [{ cause: sight.cause, weight: (1 - ill) * (1 - up) }],
  );
}

function nameState([up, degraded, down]: Distribution, essential: boolean, model: Model): State {
  if (1 - up < model.notUpFrom) return "up";
  return down > degraded && essential ? "down" : "degraded";
}

/** Several endpoints as one: not up when any of them is, by the sum of what they are likely to be. */
function nameTogether(glances: readonly Glance[], probability: number, model: Model): State {
  if (probability < model.notUpFrom) return "up";
  const alone = worstState(
    glances.map(({ endpoint, distribution }) => nameState(distribution, endpoint.essential, model)),
  );
  if (alone === "down" || alone === "degraded") return alone;
  const down = glances.reduce((sum, { endpoint, distribution }) => sum + (endpoint.essential ? distribution[2] : 0), 0);
  return down > probability / 2 ? "down" : "degraded";
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const satisfies Record<State, number>;

/** `unknown` when nothing can be told. */
function worstState(states: readonly State[]): State {
  return states.reduce<State>((worst, state) => (ORDER[state] > ORDER[worst] ? state : worst), "unknown");
}

/** How many of the remembered looks failed: the ones among the bits. */
function failingOf(recent: number): number {
  let failing = 0;
  for (let bits = recent; bits > 0; bits >>= 1) failing += bits & 1;
  return failing;
}
