import type { Slowness } from "./likelihood.ts";
import type { Baseline as Parameters } from "./model/baseline.ts";

/**
 * How fast an endpoint usually answers in a region: running mean and spread of ln(ms), fed with winsorised passes so
 * that an outage does not teach it. It judges nothing until it has seen enough.
 */
export type Baseline = { count: number; mean: number; spread: number };

export function openBaseline(parameters: Parameters): Baseline {
  return { count: 0, mean: 0, spread: parameters.spread };
}

/** How slow a pass was; then learns from it. Changed in place. */
export function judgeLatency(baseline: Baseline, latencyMs: number, parameters: Parameters): Slowness {
  const value = Math.log(Math.max(1, latencyMs));
  const slowness = compare(baseline, value, latencyMs, parameters);
  learn(baseline, value, parameters);
  return slowness;
}

function compare(baseline: Baseline, value: number, latencyMs: number, parameters: Parameters): Slowness {
  if (baseline.count < parameters.warmUp) return "usual";
  const excess = value - baseline.mean;
  const isFar =
    excess > parameters.slowSpreads * baseline.spread && latencyMs - Math.exp(baseline.mean) > parameters.slowExcessMs;
  if (!isFar || excess < Math.log(parameters.slowRatio)) return "usual";
  return excess >= Math.log(parameters.verySlowRatio) ? "very-slow" : "slow";
}

function learn(baseline: Baseline, value: number, { step, spreadFloor, warmUp }: Parameters): void {
  if (baseline.count === 0) baseline.mean = value;
  baseline.count++;
  const rate = Math.max(step, 1 / baseline.count);
  const limit = baseline.count <= warmUp ? Number.POSITIVE_INFINITY : 3 * baseline.spread;
  const deviation = Math.max(-limit, Math.min(limit, value - baseline.mean));
  const isUsual = Math.abs(value - baseline.mean) <= limit;
  baseline.mean += (isUsual ? rate : rate / 10) * deviation;
  // For a normal law the mean absolute deviation is sd * sqrt(2 / pi).
  if (isUsual)
    baseline.spread = Math.max(spreadFloor, baseline.spread + step * (Math.abs(deviation) * 1.2533 - baseline.spread));
}
