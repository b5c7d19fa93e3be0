import type { Outcome, PlaceId } from "../schema/index.ts";
import type { Reach } from "../schema/observation.ts";
import type { Likelihood, Model } from "./model.ts";

/**
 * Is the probe itself ill? Each hosting provider has one capped vote, from control targets and from services, fading
 * with time; a service is judged with its own provider's vote left out. Without this a broken probe is a false alarm;
 * without the cap and the grouping a broken CDN makes every probe look ill.
 */
export type ProbeBelief = {
  readonly region: PlaceId;
  readonly reach: Reach;
  lastAt: number;
  readonly votes: Map<string, Vote>;
  /** The last outcome of each control target. */
  readonly controls: Map<string, Outcome>;
};

type Vote = { at: number; logOdds: number };

export function openProbe(region: PlaceId, reach: Reach): ProbeBelief {
  return { region, reach, lastAt: 0, votes: new Map(), controls: new Map() };
}

/** Takes in one outcome. `expected`: P(fail) as far as the target's own state explains it. */
export function vote(
  probe: ProbeBelief,
  seen: { provider: string; outcome: Outcome; expected: number; at: number },
  model: Model,
): void {
  if (seen.outcome === "inconclusive") return;
  const { health, likelihood } = model;
  const chanceOf = (failing: number) => (seen.outcome === "fail" ? failing : 1 - failing);
  const logRatio = Math.log(chanceOf(likelihood.failWhenIll) / chanceOf(clamp(seen.expected, likelihood)));
  const earlier = faded(probe.votes.get(seen.provider), seen.at, model);
  const logOdds = Math.max(health.voteMin, Math.min(health.voteMax, earlier + health.voteWeight * logRatio));
  probe.votes.set(seen.provider, { at: seen.at, logOdds });
  probe.lastAt = Math.max(probe.lastAt, seen.at);
}

/** P(ill), without the vote of one provider when its service is being judged. */
export function illness(
  probe: ProbeBelief | undefined,
  { now, without }: { now: number; without: string | null },
  model: Model,
): number {
  let logOdds = logit(model.health.prior);
  for (const [provider, entry] of probe?.votes ?? []) {
    if (provider !== without) logOdds += faded(entry, now, model);
  }
  return 1 / (1 + Math.exp(-logOdds));
}

function faded(entry: Vote | undefined, now: number, model: Model): number {
  if (entry === undefined) return 0;
  const minutes = Math.max(0, now - entry.at) / model.minuteMs;
  return entry.logOdds * Math.exp(-minutes / model.health.voteFadeMinutes);
}

function clamp(expected: number, { failWhenUp, failWhenDown }: Likelihood): number {
  return Math.max(failWhenUp, Math.min(failWhenDown, expected));
}

function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
