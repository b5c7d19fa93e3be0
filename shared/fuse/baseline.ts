import type { Slowness } from "./likelihood.ts";
import type { Baseline as Parameters } from "./model/baseline.ts";

/**
 * How fast an endpoint usually answers in a region: passes seen, and the running mean and spread of ln(ms), fed with
 * winsorised passes so that an outage does not teach it. It judges nothing until it has seen enough. The three numbers stand
 * in a row of others (`sights.ts`), from `start` on.
 */

/** How slow a pass was; then learns from it. Changed in place. */
export function judgeLatency(row: number[], start: number, latencyMs: number, parameters: Parameters): Slowness {
  const value = Math.log(Math.max(1, latencyMs));
  const count = row[start] ?? 0;
  const mean = row[start + 1] ?? 0;
  const spread = row[start + 2] ?? 0;
  const slowness = compare({ count, excess: value - mean, mean, spread }, latencyMs, parameters);
  learn(row, start, { value, count: count + 1, mean: count === 0 ? value : mean, spread }, parameters);
  return slowness;
}

function compare(
  { count, excess, mean, spread }: { count: number; excess: number; mean: number; spread: number },
  latencyMs: number,
  parameters: Parameters,
): Slowness {
  if (count < parameters.warmUp || excess <= parameters.slowSpreads * spread) return "usual";
  if (latencyMs - Math.exp(mean) <= parameters.slowExcessMs || excess < Math.log(parameters.slowRatio)) return "usual";
  return excess >= Math.log(parameters.verySlowRatio) ? "very-slow" : "slow";
}

function learn(
  row: number[],
  start: number,
  { value, count, mean, spread }: { value: number; count: number; mean: number; spread: number },
  { step, spreadFloor, warmUp }: Parameters,
): void {
  const rate = Math.max(step, 1 / count);
  const limit = count <= warmUp ? Number.POSITIVE_INFINITY : 3 * spread;
  const isUsual = Math.abs(value - mean) <= limit;
  const deviation = Math.max(-limit, Math.min(limit, value - mean));
  row[start] = count;
  row[start + 1] = mean + (isUsual ? rate : rate / 10) * deviation;
  // For a normal law the mean absolute deviation is sd * sqrt(2 / pi).
  if (isUsual) row[start + 2] = Math.max(spreadFloor, spread + step * (Math.abs(deviation) * 1.2533 - spread));
}
