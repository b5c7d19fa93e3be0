import type { Outcome, PlaceId } from "../schema/index.ts";
import type { Reach } from "../schema/observation.ts";
import type { Likelihood, Model } from "./model.ts";

/**
 * Is the probe itself ill: dead (most of what it tries fails) or lossy (every fifth look fails)? Each hosting provider has
 * one capped vote on either, from control targets and from services, fading with time; a service is judged with its own
 * provider's vote left out. Without this a broken probe is a false alarm; without the cap and the grouping a broken CDN
 * makes every probe look ill.
 */
export type ProbeBelief = {
  readonly region: PlaceId;
  readonly reach: Reach;
  lastAt: number;
  readonly votes: Map<string, Vote>;
  /** All votes together: they fade alike, so one sum stands for them. */
  readonly sum: Vote;
  /** The last outcome of each control target. */
  readonly controls: Map<string, { at: number; outcome: Outcome }>;
};

/** Log-odds of dead and of lossy against well, as they stood at `at`. */
type Vote = { at: number; dead: number; lossy: number };

export function openProbe(region: PlaceId, reach: Reach): ProbeBelief {
  return { region, reach, lastAt: 0, votes: new Map(), sum: { at: 0, dead: 0, lossy: 0 }, controls: new Map() };
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
  const explained = chanceOf(clamp(seen.expected, likelihood));
  const at = Math.max(seen.at, probe.sum.at);
  const earlier = faded(probe.votes.get(seen.provider), at, model);
  const raised = (before: number, failing: number) => {
    const logRatio = Math.log(chanceOf(failing) / explained);
    return Math.max(health.voteMin, Math.min(health.voteMax, before + health.voteWeight * logRatio));
  };
  const dead = raised(earlier.dead, likelihood.failWhenIll);
  const lossy = raised(earlier.lossy, likelihood.failWhenLossy);
  const all = faded(probe.sum, at, model);
  probe.sum.dead = all.dead + dead - earlier.dead;
  probe.sum.lossy = all.lossy + lossy - earlier.lossy;
  probe.sum.at = at;
  probe.votes.set(seen.provider, { at, dead, lossy });
  probe.lastAt = Math.max(probe.lastAt, at);
}

/** P(dead or lossy), without the vote of one provider when its service is being judged. */
export function illness(
  probe: ProbeBelief | undefined,
  { now, without }: { now: number; without: string | null },
  model: Model,
): number {
  const { prior, priorLossy } = model.health;
  const all = faded(probe?.sum, now, model);
  const own = faded(without === null ? undefined : probe?.votes.get(without), now, model);
  const odds =
    (prior * Math.exp(all.dead - own.dead) + priorLossy * Math.exp(all.lossy - own.lossy)) / (1 - prior - priorLossy);
  return odds / (1 + odds);
}

const NO_VOTE = { dead: 0, lossy: 0 } as const;

function faded(entry: Vote | undefined, now: number, model: Model): { readonly dead: number; readonly lossy: number } {
  if (entry === undefined) return NO_VOTE;
  const minutes = Math.max(0, now - entry.at) / model.minuteMs;
  const left = Math.exp(-minutes / model.health.voteFadeMinutes);
  return { dead: entry.dead * left, lossy: entry.lossy * left };
}

function clamp(expected: number, { failWhenUp, failWhenDown }: Likelihood): number {
  return Math.max(failWhenUp, Math.min(failWhenDown, expected));
}
