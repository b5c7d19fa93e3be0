import type { Cause, EndpointId, Observation, Outcome, PlaceId, ServiceId } from "../schema/index.ts";
import type { Reach } from "../schema/observation.ts";
import { type Baseline, judgeLatency, openBaseline } from "./baseline.ts";
import { type Belief, openBelief, predict, stateIn, update } from "./belief.ts";
import { illness, type ProbeBelief, vote } from "./health.ts";
import { likelihoodsOf, logLikelihoodRatio, type Slowness } from "./likelihood.ts";
import type { Model } from "./model.ts";

/** What is known of one service: a belief per endpoint, and the last look from each region with what it was worth. */

export type EndpointFacts = {
  readonly id: EndpointId;
  readonly essential: boolean;
  readonly provider?: string;
  readonly intervalMs: number;
};

/** What the catalogue says of a service, as far as the fold needs it. */
export type ServiceFacts = {
  readonly id: ServiceId;
  readonly endpoints: readonly EndpointFacts[];
  readonly dependsOn?: readonly ServiceId[];
  readonly reach?: Reach;
};

export type ServiceBelief = {
  readonly id: ServiceId;
  reach: Reach;
  readonly endpoints: Map<EndpointId, EndpointState>;
};

export type EndpointState = {
  readonly id: EndpointId;
  essential: boolean;
  provider: string | null;
  intervalMs: number;
  /** The catalogue says how often it is checked; otherwise that is learned from the looks themselves. */
  declared: boolean;
  readonly belief: Belief;
  readonly sights: Map<PlaceId, Sight>;
};

/** The last look from one region. */
export type Sight = {
  readonly baseline: Baseline;
  at: number;
  outcome: Outcome;
  cause: Cause | null;
  status: number | null;
  latencyMs: number | null;
  logLikelihoodRatio: number;
  /** When the last look that was not a plain pass began; 0 for never. */
  badAt: number;
  /** Looks in a row that were not plain passes; inconclusive ones neither count nor end the row. */
  streak: number;
  /** The last five conclusive looks as bits, the newest lowest: 1 where it was no plain pass. */
  recent: number;
};

/** Keeps the last five looks of `Sight.recent`. */
const RECENT = 0b11111;

export function openService({ id, reach }: Pick<ServiceFacts, "id" | "reach">): ServiceBelief {
  return { id, reach: reach ?? "internet", endpoints: new Map() };
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
    belief: openBelief(at, model),
    sights: new Map(),
  };
  service.endpoints.set(facts.id, opened);
  return opened;
}

/** Takes in one observation. Answers false when it is no news: as old as, or older than, the last from that region. */
export function look(
  endpoint: EndpointState,
  seen: Observation,
  context: { service: ServiceBelief; probe: ProbeBelief; model: Model },
): boolean {
  const { service, probe, model } = context;
  const sight = sightOf(endpoint, seen.region, model);
  if (seen.at <= sight.at) return false;
  const provider = seen.provider ?? endpoint.provider ?? service.id;
  endpoint.provider = provider;
  predict(endpoint.belief, seen.at, model);
  const expected = expectedFailure(endpoint.belief, seen.region, model);
  const ill = illness(probe, { now: seen.at, without: provider }, model);
  const slowness = slownessOf(sight, seen, model);
  const likelihoods = likelihoodsOf(
    { outcome: seen.outcome, cause: seen.cause ?? null, slowness, ill },
    model.likelihood,
  );
  update(endpoint.belief, seen.region, likelihoods, model);
  // A private network's services share its fate; only its own control targets tell whether its probe is ill.
  if (service.reach === "internet") vote(probe, { provider, outcome: seen.outcome, expected, at: seen.at }, model);
  probe.lastAt = Math.max(probe.lastAt, seen.at);
  if (!endpoint.declared && sight.at > 0) learnInterval(endpoint, seen.at - sight.at, model);
  const isPlain = seen.outcome === "pass" && slowness === "usual";
  sight.at = seen.at;
  sight.outcome = seen.outcome;
  sight.cause = seen.cause ?? (slowness === "usual" ? null : "slow");
  sight.status = seen.status ?? null;
  sight.latencyMs = seen.latencyMs ?? null;
  sight.logLikelihoodRatio = logLikelihoodRatio(likelihoods);
  if (seen.outcome === "inconclusive") return true;
  sight.streak = isPlain ? 0 : sight.streak + 1;
  sight.recent = ((sight.recent << 1) | (isPlain ? 0 : 1)) & RECENT;
  if (!isPlain) sight.badAt = seen.at;
  return true;
}

/** Share of a new gap between two looks in the learned interval, and the longest gap in minutes that can be an interval. */
const GAP_SHARE = 0.2;
const GAP_MAX_MINUTES = 60;

function learnInterval(endpoint: EndpointState, gapMs: number, { minuteMs }: Model): void {
  const gap = Math.min(gapMs, GAP_MAX_MINUTES * minuteMs);
  endpoint.intervalMs = Math.max(minuteMs, endpoint.intervalMs + GAP_SHARE * (gap - endpoint.intervalMs));
}

/** P(fail) as far as the state of the endpoint in that region explains it. */
function expectedFailure(belief: Belief, region: PlaceId, model: Model): number {
  const [up, degraded, down] = stateIn(belief, region, model);
  const { likelihood } = model;
  return up * likelihood.failWhenUp + degraded * likelihood.failWhenDegraded + down * likelihood.failWhenDown;
}

function slownessOf(sight: Sight, seen: Observation, model: Model): Slowness {
  if (seen.outcome !== "pass" || seen.latencyMs == null) return "usual";
  const judged = judgeLatency(sight.baseline, seen.latencyMs, model.baseline);
  return seen.cause === "slow" && judged === "usual" ? "slow" : judged;
}

function sightOf(endpoint: EndpointState, region: PlaceId, model: Model): Sight {
  const known = endpoint.sights.get(region);
  if (known !== undefined) return known;
  const opened: Sight = {
    baseline: openBaseline(model.baseline),
    at: 0,
    outcome: "inconclusive",
    cause: null,
    status: null,
    latencyMs: null,
    logLikelihoodRatio: 0,
    badAt: 0,
    streak: 0,
    recent: 0,
  };
  endpoint.sights.set(region, opened);
  return opened;
}
