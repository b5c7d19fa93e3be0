import type { EndpointBelief, EndpointId, Layer, PlaceId, Scope, State } from "../schema/index.ts";
import { failsEverywhere, predict } from "./belief.ts";
import { type Context, type Glance, glancesOf } from "./glance.ts";
import { judgeRegion, type RegionJudgement } from "./judge-region.ts";
import { listed, rankLayers } from "./layer.ts";
import type { Model } from "./model.ts";
import { nameState, worstState } from "./name-state.ts";
import { announcedIn } from "./notices.ts";
import { outcryOf } from "./people/crowd.ts";
import { scopeOf } from "./scope.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";
import { type Voices, withVoices } from "./voices.ts";

/** Reads the judgement of a service out of its beliefs: per region, per endpoint and as a whole. Changes no belief but its clock. */

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
} & Voices;

export function judge(service: ServiceBelief, where: Omit<Context, "service">): Judgement {
  const { now, model } = where;
  predict(service.together, now, model);
  for (const endpoint of service.endpoints.values()) predict(endpoint.belief, now, model);
  const glances = glancesOf({ service, ...where });
  const seen = new Map(
    [...byRegion(glances)].map(([region, there]) => [region, judgeRegion(there, { service, now, model })]),
  );
  const voices: Voices = {
    outcry: service.crowd === null ? null : outcryOf(service.crowd, seen.keys(), model),
    announcement: announcedIn(service.notices, now, model),
  };
  const regions = withVoices(seen, voices, model);
  const trusted = [...regions.values()].filter((region) => region.trusted);
  const affected = trusted.filter(({ probability }) => probability >= model.notUpFrom).length;
  const beliefs = [service.together, ...[...service.endpoints.values()].map(({ belief }) => belief)];
  const globally = voices.outcry === null ? Math.max(...beliefs.map(failsEverywhere)) : 1;
  const [first, second] =
    affected > 0 ? rankLayers([...service.endpoints.values()].flatMap(({ symptoms }) => listed(symptoms))) : [];
  return {
    at: now,
    state: worstState(trusted.map(({ state }) => state)),
    probability: Math.max(0, ...weightiest(regions, glances, model).map(({ probability }) => probability)),
    scope: scopeOf({ affected, trusted: trusted.length, globally }, model),
    layer: first && first.probability >= model.layerFrom ? first.layer : null,
    runnerUp: second ?? null,
    ...voices,
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

function judgeEndpoint(endpoint: EndpointState, glances: readonly Glance[], model: Model): EndpointBelief {
  const trusted = glances.filter((seen) => seen.endpoint === endpoint && seen.doubt === null);
  const probability = Math.max(0, ...trusted.map(({ whole: [up] }) => 1 - up));
  const [first] = probability >= model.notUpFrom ? rankLayers(listed(endpoint.symptoms)) : [];
  return {
    state: worstState(
      trusted.map((each) => nameState(each.whole, { essential: true, failures: each.sight.failures }, model)),
    ),
    probability,
    layer: first && first.probability >= model.layerFrom ? first.layer : null,
  };
}
