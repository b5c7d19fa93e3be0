import type { EndpointBelief, EndpointId, Layer, PlaceId, Scope, State } from "../schema/index.ts";
import { type Distribution, failsEverywhere, hearsayOf, predict, stateIn } from "./belief.ts";
import { type Context, type Glance, glancesOf } from "./glance.ts";
import { listed, rankLayers } from "./layer.ts";
import type { Model } from "./model.ts";
import { failingRounds } from "./rounds.ts";
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
  /** A trusted last look at some endpoint failed, and the probe saw others pass meanwhile: a witness of its own. */
  readonly failing: boolean;
  /** It would be a witness if the probe had seen anything else pass since: it may yet. */
  readonly awaiting: boolean;
  /** Some endpoint was failing when it was last seen and cannot be seen now. */
  readonly unseen: boolean;
  /** Failing rounds among the last few, where the probe is well enough to stand alone. */
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
  predict(service.together, now, model);
  for (const endpoint of service.endpoints.values()) predict(endpoint.belief, now, model);
  const glances = glancesOf({ service, ...where });
  const regions = new Map(
    [...byRegion(glances)].map(([region, there]) => [region, judgeRegion(there, { service, now, model })]),
  );
  const trusted = [...regions.values()].filter((region) => region.trusted);
  const affected = trusted.filter(({ probability }) => probability >= model.notUpFrom).length;
  const beliefs = [service.together, ...[...service.endpoints.values()].map(({ belief }) => belief)];
  const globally = Math.max(...beliefs.map(failsEverywhere));
  const [first, second] =
    affected > 0 ? rankLayers([...service.endpoints.values()].flatMap(({ symptoms }) => listed(symptoms))) : [];
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

/** In the order of their names. */
function byRegion(glances: readonly Glance[]): Map<PlaceId, Glance[]> {
  const regions = new Map<PlaceId, Glance[]>();
  for (const each of glances) {
    const there = regions.get(each.region);
    if (there === undefined) regions.set(each.region, [each]);
    else there.push(each);
  }
  return new Map([...regions].sort(([a], [b]) => (a < b ? -1 : 1)));
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

/** Worst essential endpoint, or all of them together; one that is not essential makes the region degraded at most. */
function judgeRegion(
  glances: readonly Glance[],
  { service, now, model }: { service: ServiceBelief; now: number; model: Model },
): RegionJudgement {
  const trusted = glances.some(({ doubt }) => doubt === null);
  const isOwn = glances.some(({ endpoint, sight }) => now - sight.badAt <= model.ownIntervals * endpoint.intervalMs);
  const together = stateIn(service.together, glances[0]?.sight.place ?? 0, model);
  const seen = 1 - glances.reduce((allUp, { distribution: [up] }) => allUp * up, together[0]);
  const ill = Math.min(...glances.map((each) => each.ill));
  // Where the probe is ill, what it saw there counts for nothing, in hindsight too.
  const heard = Math.max(
    1 - hearsayOf(service.together, model)[0],
    ...glances.map(({ endpoint }) => 1 - hearsayOf(endpoint.belief, model)[0]),
  );
  const notUp = (1 - ill) * seen + ill * Math.min(seen, heard);
  const probability = isOwn ? notUp : Math.min(notUp, model.hearsayUpTo);
  const failing = glances.filter(({ doubt, sight }) => doubt === null && sight.streak > 0);
  const rounds = service.rounds.get(glances[0]?.region ?? "");
  return {
    probability,
    trusted,
    state: trusted ? nameTogether(glances, { together, probability }, model) : "unknown",
    because: trusted ? null : (glances.find(({ doubt }) => doubt !== null)?.doubt ?? null),
    failing: failing.some(({ vouched }) => vouched),
    awaiting: failing.length > 0 && !failing.some(({ vouched }) => vouched),
    unseen: glances.some(
      (each) =>
        each.doubt !== null &&
        each.sight.streak > 0 &&
        // What an ill probe still sees failing may be its own trouble.
        (each.ill < model.health.illFrom || probability >= model.notUpFrom),
    ),
    loneRounds: ill <= model.health.wellUpTo && rounds !== undefined ? failingRounds(rounds) : 0,
  };
}

function judgeEndpoint(endpoint: EndpointState, glances: readonly Glance[], model: Model): EndpointBelief {
  const trusted = glances.filter((seen) => seen.endpoint === endpoint && seen.doubt === null);
  const probability = Math.max(0, ...trusted.map(({ distribution: [up] }) => 1 - up));
  const [first] = probability >= model.notUpFrom ? rankLayers(listed(endpoint.symptoms)) : [];
  return {
    state: worstState(trusted.map(({ distribution }) => nameState(distribution, true, model))),
    probability,
    layer: first && first.probability >= model.layerFrom ? first.layer : null,
  };
}

function nameState([up, degraded, down]: Distribution, essential: boolean, model: Model): State {
  if (1 - up < model.notUpFrom) return "up";
  return down > degraded && essential ? "down" : "degraded";
}

/** Several endpoints as one: the worst that one of them or all together surely are, else by the sum of what each may be. */
function nameTogether(
  glances: readonly Glance[],
  { together, probability }: { together: Distribution; probability: number },
  model: Model,
): State {
  if (probability < model.notUpFrom) return "up";
  const sure = worstState([
    nameState(together, true, model),
    ...glances.map(({ endpoint, distribution }) => nameState(distribution, endpoint.essential, model)),
  ]);
  if (sure === "down" || sure === "degraded") return sure;
  const down = glances.reduce((sum, { endpoint, distribution }) => sum + (endpoint.essential ? distribution[2] : 0), 0);
  return down > probability / 2 ? "down" : "degraded";
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const satisfies Record<State, number>;

/** `unknown` when nothing can be told. */
function worstState(states: readonly State[]): State {
  return states.reduce<State>((worst, state) => (ORDER[state] > ORDER[worst] ? state : worst), "unknown");
}
