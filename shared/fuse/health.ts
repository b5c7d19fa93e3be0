import type { Outcome, PlaceId } from "../schema/index.ts";
import type { Reach } from "../schema/observation.ts";
import type { Sign } from "./likelihood.ts";
import type { Model } from "./model.ts";
import { isVouched, openVouchers, type Vouchers } from "./vouchers.ts";

/**
 * Is the probe itself ill: dead (most of what it tries fails), lossy (every eighth look fails) or sluggish (everything is
 * slow)? A sum of log-likelihood ratios for each, that cannot fall below well (Page's CUSUM): how long a probe was well
 * before says nothing. Each hosting provider has one capped part in it, and a service is judged without its own provider's
 * part. Without this a broken probe is a false alarm; without the cap and the grouping a broken CDN makes every probe look
 * ill.
 */
export type ProbeBelief = {
  readonly region: PlaceId;
  readonly reach: Reach;
  /** Its number among the places of the network. */
  readonly place: number;
  lastAt: number;
  /** The tick that the parts have faded to, in milliseconds. */
  at: number;
  /** What each provider has contributed since the probe was last surely well; empty while it is. */
  readonly parts: Map<string, Part>;
  /** Their sum. */
  readonly sum: Part;
  /** Share of looks that fail although nothing is wrong with the target, learned. */
  errorRate: number;
  readonly vouchers: Vouchers;
  /** The last outcome of each control target. */
  readonly controls: Map<string, { at: number; outcome: Outcome }>;
};

/** Where probes stand: its number among the places of the network, which it keeps for good, and a probe for each reach that has been seen. */
export type Place = { readonly index: number; readonly probes: Partial<Record<Reach, ProbeBelief>> };

/** Log-odds against well. */
type Part = { dead: number; lossy: number; sluggish: number };

const ILLS = ["dead", "lossy", "sluggish"] as const;

export function openProbe(region: PlaceId, reach: Reach, place: number, model: Model): ProbeBelief {
  return {
    region,
    reach,
    place,
    lastAt: 0,
    at: 0,
    parts: new Map(),
    sum: { dead: 0, lossy: 0, sluggish: 0 },
    errorRate: model.likelihood.errorRate,
    vouchers: openVouchers(),
    controls: new Map(),
  };
}

/**
 * Takes in one sign. `explained`: P(sign) as far as the state of the target explains it. `failures`: how often in a row the
 * same target had failed before. A lossy probe does not fail at one target look after look, and what fails for long while
 * others pass is the target's own trouble even to a probe that is half dead.
 */
export function vote(
  probe: ProbeBelief,
  seen: { provider: string; sign: Sign; explained: number; failures?: number; at: number },
  model: Model,
): void {
  probe.lastAt = Math.max(probe.lastAt, seen.at);
  if (probe.parts.size === 0 && seen.sign === "usual") return;
  const { health, likelihood } = model;
  if (probe.parts.size === 0) probe.at = seen.at;
  fade(probe, seen.at, model);
  const part = probe.parts.get(seen.provider) ?? { dead: 0, lossy: 0, sluggish: 0 };
  const row = likelihood.signs[seen.sign];
  const failures = isVouched(probe.vouchers, seen.provider, seen.at - model.freshIntervals * model.minuteMs)
    ? (seen.failures ?? 0)
    : 0;
  for (const ill of ILLS) {
    const isOwnTrouble = failures >= (ill === "lossy" ? health.repeatedFrom : health.lastingFrom);
    const explained = isOwnTrouble ? Math.max(seen.explained, health.repeatedExplained) : seen.explained;
    const raised = part[ill] + health.voteWeight * Math.log(row[ill] / explained);
    const capped = Math.max(health.voteMin, Math.min(health.voteMax, raised));
    probe.sum[ill] += capped - part[ill];
    part[ill] = capped;
  }
  probe.parts.set(seen.provider, part);
  if (ILLS.every((ill) => probe.sum[ill] <= 0)) recover(probe);
}

/** P(dead, lossy or sluggish), without the part of one provider when its service is being judged. */
export function illness(
  probe: ProbeBelief | undefined,
  { now, without }: { now: number; without: string | null },
  model: Model,
): number {
  const { prior } = model.health;
  if (probe === undefined || probe.parts.size === 0) return 3 * prior;
  const left = fadedBy(probe, now, model);
  const own = without === null ? undefined : probe.parts.get(without);
  let odds = 0;
  for (const ill of ILLS) odds += prior * Math.exp(Math.max(0, left * (probe.sum[ill] - (own?.[ill] ?? 0))));
  return odds / (1 - 3 * prior + odds);
}

/** What remains of a part by `now`, as a share. */
function fadedBy(probe: ProbeBelief, now: number, { health, minuteMs }: Model): number {
  return Math.exp(-Math.max(0, now - probe.at) / (minuteMs * health.voteFadeMinutes));
}

function fade(probe: ProbeBelief, now: number, model: Model): void {
  if (now - probe.at < model.chain.tickMinutes * model.minuteMs) return;
  const left = fadedBy(probe, now, model);
  for (const part of [...probe.parts.values(), probe.sum]) for (const ill of ILLS) part[ill] *= left;
  probe.at = now;
}

function recover(probe: ProbeBelief): void {
  probe.parts.clear();
  for (const ill of ILLS) probe.sum[ill] = 0;
}
