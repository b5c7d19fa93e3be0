import type { Observation } from "../schema/index.ts";
import { judgeLatency } from "./baseline.ts";
import { type Belief, type Distribution, hearsayOf, predict, settle, stateIn, update } from "./belief.ts";
import { learnRates, rateOf } from "./error-rate.ts";
import { illness, type ProbeBelief, vote } from "./health.ts";
import { addSymptom } from "./layer.ts";
import {
  isFailure,
  learnModes,
  likelihoodsOf,
  logLikelihoodRatio,
  type Sign,
  type Slowness,
  signOf,
  whenDegraded,
  whenUp,
} from "./likelihood.ts";
import type { Model } from "./model.ts";
import { countRound, openRounds } from "./rounds.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";
import {
  baselineAt,
  causeAt,
  failuresAt,
  lastAt,
  note,
  outcomeAt,
  reachSight,
  type Sights,
  streakAt,
} from "./sights.ts";
import { vouch } from "./vouchers.ts";

/**
 * Takes in one observation: into the beliefs about its endpoint and about the service together, the health of its probe,
 * and what is learned of usual latency and usual errors.
 */

/**
 * `old`: as old as, or older than, the last from that place. `quiet`: as usual, no belief moved. `blind`: inconclusive, so
 * what is trusted may have changed. `moved`: the beliefs did.
 */
export type Taken = "old" | "quiet" | "blind" | "moved";

type LookContext = { readonly service: ServiceBelief; readonly probe: ProbeBelief; readonly model: Model };

export function look(endpoint: EndpointState, seen: Observation, context: LookContext): Taken {
  const { service, probe, model } = context;
  const { place } = probe;
  const { sights } = endpoint;
  const before = lastAt(sights, place);
  if (seen.at <= before) return "old";
  reachSight(sights, place, model);
  endpoint.provider = seen.provider ?? endpoint.provider ?? service.id;
  if (!endpoint.declared && before > 0) learnInterval(endpoint, seen.at - before, model);
  const slowness = slownessOf(endpoint, seen, context);
  const past = { streak: streakAt(sights, place), before: causeAt(sights, place) };
  const sign = signOf({ outcome: seen.outcome, cause: seen.cause ?? null, ...past }, slowness);
  const isPlain = sign === "usual";
  const isQuiet = isPlain && endpoint.belief.settled && service.together.settled;
  if (!isQuiet) {
    predict(endpoint.belief, seen.at, model);
    predict(service.together, seen.at, model);
  }
  const worth = sign === null || isQuiet ? 0 : weigh(sign, endpoint, { seen, slowness }, context);
  if (isQuiet) takeQuietly(endpoint, seen.at, context);
  probe.lastAt = Math.max(probe.lastAt, seen.at);
  if (seen.outcome === "pass") vouch(probe.vouchers, endpoint.provider, seen.at);
  note(sights, place, {
    at: seen.at,
    outcome: seen.outcome,
    cause: seen.cause ?? (slowness === "usual" ? null : "slow"),
    status: seen.status ?? null,
    latencyMs: seen.latencyMs ?? null,
    isPlain,
    worth,
  });
  if (seen.outcome === "inconclusive") return "blind";
  countIn(service, { place, failed: !isPlain, at: seen.at, intervalMs: endpoint.intervalMs });
  return isQuiet ? "quiet" : "moved";
}

/** A plain pass where nothing is suspected: it only confirms what is usual. */
function takeQuietly(endpoint: EndpointState, at: number, { service, probe, model }: LookContext): void {
  const { likelihood } = model;
  if (service.reach === "internet") {
    const provider = endpoint.provider ?? service.id;
    vote(probe, { provider, sign: "usual", explained: 1 - endpoint.errorRate, at }, model);
  }
  learnRates(endpoint, "usual", likelihood);
  learnRates(probe, "usual", likelihood);
}

/** Moves every belief that a look speaks to; answers what it was worth. */
function weigh(
  sign: Sign,
  endpoint: EndpointState,
  { seen, slowness }: { seen: Observation; slowness: Slowness },
  context: LookContext,
): number {
  const { service, probe, model } = context;
  const { place } = probe;
  const failures = failuresAt(endpoint.sights, place);
  const { at, cause } = seen;
  const { likelihood } = model;
  const provider = endpoint.provider ?? service.id;
  const rate = Math.max(
    rateOf(sign, probe, endpoint, likelihood),
    isFailure(sign) && isWalled(endpoint.sights, place) ? likelihood.walledErrorRate : 0,
  );
  const ill = illness(probe, { now: at, without: provider }, model);
  const alone = stateIn(endpoint.belief, place, model);
  const together = stateIn(service.together, place, model);
  if (service.reach === "internet" && sign !== "refused") blame(sign, { endpoint, provider, failures, at }, context);
  if (1 - alone[0] * together[0] < likelihood.learnBelow) {
    if (ill < model.health.illFrom) learnRates(endpoint, sign, likelihood);
    learnRates(probe, sign, likelihood);
  }
  const shown = { place, sign, rate, ill };
  const worth = believe(endpoint.belief, shown, together, model);
  if (endpoint.essential && service.endpoints.size > 1) believe(service.together, shown, alone, model);
  const symptom = cause ?? (slowness === "usual" ? null : "slow");
  if (symptom !== null) {
    const up = stateIn(endpoint.belief, place, model)[0] * stateIn(service.together, place, model)[0];
    const halfLifeMs = model.symptomHalfLifeMinutes * model.minuteMs;
    addSymptom(endpoint.symptoms, { cause: symptom, weight: (1 - ill) * (1 - up), at }, halfLifeMs);
  }
  return worth;
}

/** The last look there was refused: whatever gets past the wall now and then and fails says little, until it fails again. */
function isWalled(sights: Sights, place: number): boolean {
  return outcomeAt(sights, place) === "inconclusive" && causeAt(sights, place) === "blocked";
}

/**
 * Tells the probe's health what is not explained by what other places let expect: what the probe itself has seen there
 * explains nothing, or a dead probe would vouch for itself. A private network's services share its fate; only its own
 * control targets tell whether its probe is ill.
 */
function blame(
  sign: Sign,
  { endpoint, provider, failures, at }: { endpoint: EndpointState; provider: string; failures: number; at: number },
  { service, probe, model }: LookContext,
): void {
  const { likelihood } = model;
  // What the probe usually loses is its illness, and explains nothing either.
  const rate = rateOf(sign, null, endpoint, likelihood);
  const alone = hearsayOf(endpoint.belief, model);
  const together = hearsayOf(service.together, model);
  const isAlone = alone[0] < together[0];
  const [up, degraded, down] = isAlone ? alone : together;
  const { modes } = isAlone ? endpoint.belief : service.together;
  const explained =
    up * whenUp(sign, rate, likelihood) +
    degraded * whenDegraded(sign, modes, likelihood) +
    down * likelihood.signs[sign].down;
  vote(probe, { provider, sign, explained, failures: isFailure(sign) ? failures : 0, at }, model);
}

function believe(
  belief: Belief,
  shown: { place: number; sign: Sign; rate: number; ill: number },
  other: Distribution,
  model: Model,
): number {
  const { place, sign, rate, ill } = shown;
  const likelihoods = likelihoodsOf(sign, { modes: belief.modes, rate, ill, other }, model.likelihood);
  // A pass tells a settled belief nothing.
  if (belief.settled && sign === "usual") return logLikelihoodRatio(likelihoods);
  update(belief, place, likelihoods, model);
  learnModes(belief.modes, sign, stateIn(belief, place, model)[1], model.likelihood);
  if (sign === "usual") settle(belief, model);
  return logLikelihoodRatio(likelihoods);
}

/** Share of a new gap between two looks in the learned interval, and the longest gap in minutes that can be an interval. */
const GAP_SHARE = 0.2;
const GAP_MAX_MINUTES = 60;

function learnInterval(endpoint: EndpointState, gapMs: number, { minuteMs }: Model): void {
  const gap = Math.min(gapMs, GAP_MAX_MINUTES * minuteMs);
  endpoint.intervalMs = Math.max(minuteMs, endpoint.intervalMs + GAP_SHARE * (gap - endpoint.intervalMs));
}

function countIn(
  { rounds }: ServiceBelief,
  { place, failed, at, intervalMs }: { place: number; failed: boolean; at: number; intervalMs: number },
): void {
  // As long as nothing fails there is nothing to remember.
  if (!failed && (rounds[place]?.bits ?? 0) === 0) return;
  while (rounds.length <= place) rounds.push(null);
  const counted = rounds[place] ?? openRounds();
  rounds[place] = counted;
  countRound(counted, failed, { at, intervalMs });
}

/** How slow a pass was. What is believed to fail, or a probe that is ill, teaches next to nothing of what is usual. */
function slownessOf(endpoint: EndpointState, seen: Observation, { service, probe, model }: LookContext): Slowness {
  if (seen.outcome !== "pass" || seen.latencyMs == null) return "usual";
  const { belief, sights } = endpoint;
  const isCalm = belief.settled && service.together.settled && probe.parts.size === 0;
  const isWell = isCalm || (isUp(service, endpoint, probe, model) && !isIll(probe, seen.at, model));
  const row = { sights, start: baselineAt(probe.place), isWell };
  const judged = judgeLatency(row, seen.latencyMs, model.baseline);
  return seen.cause === "slow" && judged === "usual" ? "slow" : judged;
}

function isUp({ together }: ServiceBelief, { belief }: EndpointState, { place }: ProbeBelief, model: Model): boolean {
  return stateIn(belief, place, model)[0] * stateIn(together, place, model)[0] >= model.notUpFrom;
}

function isIll(probe: ProbeBelief, now: number, model: Model): boolean {
  return illness(probe, { now, without: null }, model) >= model.health.illFrom;
}
