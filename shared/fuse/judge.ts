import type { EndpointBelief, EndpointId, Layer, PlaceId, Scope, State } from "../schema/index.ts";
import { failsEverywhere, predict } from "./belief.ts";
import { type Glances, glancesByRegion, type Scene } from "./glance.ts";
import { judgeRegion, type RegionJudgement } from "./judge-region.ts";
import { listed, rankLayers } from "./layer.ts";
import type { Model } from "./model.ts";
import { nameState, worse, worstState } from "./name-state.ts";
import { announcedIn } from "./notices.ts";
import { followProbes, outcryOf } from "./people/crowd.ts";
import { scopeOf } from "./scope.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";
import { type Voices, withVoices } from "./voices.ts";

/** Reads the judgement of a service out of its beliefs: per region, per endpoint and as a whole. Changes no belief but its clock, and lets people follow what probes see end. */

export type Judgement = {
  readonly at: number;
  readonly state: State;
  readonly probability: number;
  readonly scope: Scope;
  readonly layer: Layer | null;
  /** The second likeliest layer with its probability. */
  readonly runnerUp: { layer: Layer; probability: number } | null;
  readonly regions: ReadonlyMap<PlaceId, RegionJudgement>;
  /** The regions as probes alone see them. */
  readonly seen: ReadonlyMap<PlaceId, RegionJudgement>;
  readonly endpoints: ReadonlyMap<EndpointId, EndpointBelief>;
} & Voices;

export function judge(service: ServiceBelief, scene: Scene): Judgement {
  const { now, model } = scene;
  predict(service.together, now, model);
  for (const endpoint of service.endpoints.values()) predict(endpoint.belief, now, model);
  const glances = glancesByRegion(service, scene);
  const seen = new Map<PlaceId, RegionJudgement>();
  for (const [region, there] of glances) seen.set(region, judgeRegion(there, { service, model }));
  if (service.crowd !== null) followProbes(service.crowd, likeliest(seen), model);
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
    seen,
    endpoints: judgeEndpoints(service, glances, model),
  };
}

/** The chance that it fails in the region where that is likeliest, among those that are trusted. */
function likeliest(regions: ReadonlyMap<PlaceId, RegionJudgement>): number {
  let highest = 0;
  for (const { trusted, probability } of regions.values()) if (trusted) highest = Math.max(highest, probability);
  return highest;
}

/** The regions whose probability speaks for the service: those trusted, else those whose probe is well, else all. */
function weightiest(regions: ReadonlyMap<PlaceId, RegionJudgement>, glances: Glances, model: Model): RegionJudgement[] {
  const trusted = [...regions.values()].filter((region) => region.trusted);
  if (trusted.length > 0) return trusted;
  const wells = new Set(
    glances.flatMap(([region, there]) => (there.some(({ ill }) => ill < model.health.illFrom) ? [region] : [])),
  );
  const well = [...regions].flatMap(([id, region]) => (wells.has(id) ? [region] : []));
  return well.length > 0 ? well : [...regions.values()];
}

function judgeEndpoints(
  { endpoints }: ServiceBelief,
  glances: Glances,
  model: Model,
): ReadonlyMap<EndpointId, EndpointBelief> {
  const judged = new Map<EndpointId, EndpointBelief>();
  for (const endpoint of endpoints.values()) judged.set(endpoint.id, judgeEndpoint(endpoint, glances, model));
  return judged;
}

/** The worst that is trusted of an endpoint, wherever it was seen. */
function judgeEndpoint(endpoint: EndpointState, glances: Glances, model: Model): EndpointBelief {
  let state: State = "unknown";
  let probability = 0;
  for (const [, there] of glances) {
    for (const { endpoint: seen, doubt, whole, failures } of there) {
      if (seen !== endpoint || doubt !== null) continue;
      state = worse(state, nameState(whole, { essential: true, failures }, model));
      probability = Math.max(probability, 1 - whole[0]);
    }
  }
  const [first] = probability >= model.notUpFrom ? rankLayers(listed(endpoint.symptoms)) : [];
  return { state, probability, layer: first && first.probability >= model.layerFrom ? first.layer : null };
}
