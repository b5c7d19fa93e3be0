import { LAYER_OF_CAUSE } from "../schema/cause.ts";
import type { Cause, Layer, Outcome } from "../schema/index.ts";
import type { Distribution, Likelihoods } from "./belief.ts";
import type { Likelihood } from "./model/likelihood.ts";

/**
 * What one look says. Every look shows a sign; the model's table tells how likely that sign is in each state. A degraded
 * region shows itself in one of three modes (a few requests fail, many fail, answers are slow), and which one is learned
 * along with the belief: a fast answer speaks against slowness far more than against a brownout.
 */

export type Slowness = "usual" | "slow" | "very-slow";

/**
 * `hard`: a failure that is decided by configuration or by nobody listening, and hardly ever by chance. `refused`: something
 * answers again where looks failed, but it is a wall.
 */
export type Sign = "fail" | "hard" | "refused" | Slowness;

/** How likely a sign is: when up, in each mode of degraded, when down; and when the probe itself is ill. */
export type SignRow = {
  /** `null`: what is learned, or what it leaves; otherwise the least. */
  readonly up: number | null;
  readonly modes: readonly number[];
  readonly down: number;
  readonly dead: number;
  readonly lossy: number;
  readonly sluggish: number;
};

const HARD: ReadonlySet<Cause> = new Set<Cause>([
  "resolve_nxdomain",
  "resolve_empty",
  "connect_refused",
  "tls_expired",
  "tls_untrusted",
  "tls_name_mismatch",
  "tls_handshake",
]);

/** What fails at these layers is not reached at all. */
const UNREACHED: ReadonlySet<Layer | null> = new Set<Layer | null>(["dns", "network", "tls"]);

/**
 * `null`: an inconclusive look shows nothing, unless what has just failed answers again. Where it could not be reached, being
 * refused is as good as an answer; what answered badly once or twice may be well behind a wall; but an outage that lasts and
 * is then hidden by one is not over. `before`: how the last look there failed.
 */
export function signOf(
  seen: { outcome: Outcome; cause: Cause | null; streak: number; before: Cause | null },
  slowness: Slowness,
): Sign | null {
  const { streak, before } = seen;
  if (seen.outcome === "inconclusive") {
    if (seen.cause !== "blocked" || streak === 0) return null;
    if (before !== null && UNREACHED.has(LAYER_OF_CAUSE[before])) return "usual";
    return streak <= STRAY_MAX ? "refused" : null;
  }
  if (seen.outcome === "pass") return slowness;
  return seen.cause !== null && HARD.has(seen.cause) ? "hard" : "fail";
}

/** Failures in a row that may be stray ones. */
export const STRAY_MAX = 2;

/** A failing look, of either kind. */
export function isFailure(sign: Sign): boolean {
  return sign === "fail" || sign === "hard";
}

/** P(sign | up), where `rate` is the share of looks that show it, or for a pass that fail, although all is well. */
export function whenUp(sign: Sign, rate: number, { signs, hardShare }: Likelihood): number {
  if (sign === "fail") return rate;
  if (sign === "hard") return rate * hardShare;
  if (sign === "usual") return 1 - rate;
  return sign === "refused" ? 1 : Math.max(signs[sign].up ?? 0, rate);
}

/** P(sign | degraded), mixed over the modes as they are believed. */
export function whenDegraded(sign: Sign, modes: readonly number[], { signs }: Likelihood): number {
  const row = signs[sign].modes;
  let sum = 0;
  for (let mode = 0; mode < modes.length; mode++) sum += (modes[mode] ?? 0) * (row[mode] ?? 0);
  return sum;
}

/**
 * l(x) = (1 - b) P(sign | max(x, o)) + b P(sign | ill), where o is what the other belief about the same place makes of it: a
 * failure that is explained once speaks no second time. Mixed with what an ill probe would show.
 */
export function likelihoodsOf(
  sign: Sign,
  seen: {
    modes: readonly number[];
    rate: number;
    ill: number;
    other: Distribution;
  },
  model: Likelihood,
): Likelihoods {
  const row = model.signs[sign];
  const [isUp, isDegraded, isDown] = seen.other;
  const degraded = whenDegraded(sign, seen.modes, model);
  const byOther = isDegraded * degraded + isDown * row.down;
  const whenIll = seen.ill * Math.max(row.dead, row.lossy, row.sluggish);
  const well = 1 - seen.ill;
  return [
    well * (isUp * whenUp(sign, seen.rate, model) + byOther) + whenIll,
    well * ((isUp + isDegraded) * degraded + isDown * row.down) + whenIll,
    well * row.down + whenIll,
  ];
}

/** Learns which mode it is, as far as the place is believed to be degraded. Changed in place. */
export function learnModes(modes: number[], sign: Sign, degraded: number, model: Likelihood): void {
  const row = model.signs[sign].modes;
  const usual = whenDegraded(sign, modes, model);
  let total = 0;
  for (let mode = 0; mode < modes.length; mode++) {
    const share = (modes[mode] ?? 0) * (1 - degraded + (degraded * (row[mode] ?? 0)) / usual);
    modes[mode] = Math.max(model.modeFloor, share);
    total += modes[mode] ?? 0;
  }
  for (let mode = 0; mode < modes.length; mode++) modes[mode] = (modes[mode] ?? 0) / total;
}

/** ln P(seen | not up) / P(seen | up): above 0 speaks for an outage. */
export function logLikelihoodRatio([up, degraded, down]: Likelihoods): number {
  return Math.log(Math.max(degraded, down) / up);
}
