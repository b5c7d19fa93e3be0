import { judgeLatency } from "../fuse/baseline.ts";
import { DEFAULT_BASELINE } from "../fuse/model/baseline.ts";

/**
 * Time to answer over the last hours, step by step, with the band that was usual when each step came: the running mean
 * and spread of the fold's own baseline (`fuse/baseline.ts`), taken over the medians of the steps.
 */

/** Looks of one region within one step. */
export type RegionStep = {
  readonly at: number;
  readonly region: string;
  /** Mean of the looks that passed; `null` where none did. */
  readonly meanMs: number | null;
  readonly looks: number;
  readonly failed: number;
};

export type LatencyStep = {
  readonly at: number;
  /** Median over the regions; `null` where nothing passed. */
  readonly medianMs: number | null;
  /** What was usual before; `null` until enough has been seen. */
  readonly usual: { readonly lowMs: number; readonly highMs: number } | null;
  readonly looks: number;
  readonly failed: number;
};

export function latencySteps(seen: readonly RegionStep[]): LatencyStep[] {
  const sights = [0, 0, DEFAULT_BASELINE.spread];
  const byTime = new Map<number, RegionStep[]>();
  for (const step of seen) byTime.set(step.at, [...(byTime.get(step.at) ?? []), step]);
  return [...byTime]
    .sort(([a], [b]) => a - b)
    .map(([at, steps]) => {
      const usual = bandOf(sights);
      const medianMs = median(steps.flatMap(({ meanMs }) => meanMs ?? []));
      const looks = steps.reduce((sum, step) => sum + step.looks, 0);
      const failed = steps.reduce((sum, step) => sum + step.failed, 0);
      if (medianMs !== null) judgeLatency({ sights, start: 0, isWell: failed === 0 }, medianMs, DEFAULT_BASELINE);
      return { at, medianMs, usual, looks, failed };
    });
}

function bandOf([count = 0, mean = 0, spread = 0]: readonly number[]): LatencyStep["usual"] {
  if (count < DEFAULT_BASELINE.warmUp) return null;
  const width = DEFAULT_BASELINE.slowSpreads * spread;
  return { lowMs: Math.exp(mean - width), highMs: Math.exp(mean + width) };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
