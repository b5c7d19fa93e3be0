import { logMass } from "../counts/negative-binomial.ts";
import type { Model } from "../fuse/model.ts";
import type { Crowd } from "../fuse/people/crowd.ts";
import { expectedAt, type Season } from "../fuse/people/season.ts";

/** What is usual for a service's reports, read out of the fold's own model of people, and the band of ordinary counts. */

export type Baseline = {
  /** People a minute by the last hours. */
  readonly level: number;
  /** Variance over mean. */
  readonly dispersion: number;
  /** By the time of the week; as much of it as has been met. */
  readonly season: Season;
  /** Minutes learned from; below the warm-up there is no baseline yet. */
  readonly learned: number;
};

/** `null` while it is not known what is usual. */
export function baselineOf(crowd: Crowd | null, { people }: Model): Baseline | null {
  if (crowd === null || crowd.everywhere.surge.learned < people.warmUpMinutes) return null;
  const { level, dispersion, learned } = crowd.everywhere.surge;
  return { level, dispersion, learned, season: crowd.season };
}

/** People expected in the minute that begins at `at`. */
export function usualAt({ level, season }: Baseline, at: number, minuteMs: number): number {
  const seasonal = expectedAt(season, at, minuteMs);
  return seasonal > 0 ? seasonal : level;
}

/** Nineteen of twenty ordinary counts lie between these. */
const TAIL = 0.025;
/** A band is looked for no further than this many standard deviations above the mean. */
const DEVIATIONS_MAX = 12;

/** The counts between which an ordinary one lies, for a mean (over one step of the series) and a dispersion. */
export function bandOf(mean: number, dispersion: number): { low: number; high: number } {
  if (mean <= 0) return { low: 0, high: 0 };
  const most = Math.ceil(mean + DEVIATIONS_MAX * Math.sqrt(mean * dispersion)) + 1;
  let low: number | null = null;
  let sum = 0;
  for (let count = 0; count <= most; count++) {
    sum += Math.exp(logMass(count, mean, dispersion));
    if (low === null && sum > TAIL) low = count;
    if (sum >= 1 - TAIL) return { low: low ?? 0, high: count };
  }
  return { low: low ?? 0, high: most };
}
