import type { Slowness } from "./likelihood.ts";
import type { Baseline as Parameters } from "./model/baseline.ts";

/**
 * How fast an endpoint usually answers in a region: passes seen, and the running mean and spread of ln(ms), fed with
 * winsorised passes so that an outage does not teach it. It judges nothing until it has seen enough. One for each endpoint
 * and region, so it is kept as plain numbers side by side.
 */
export type Baseline = [count: number, mean: number, spread: number];

export function openBaseline(parameters: Parameters): Baseline {
  return [0, 0, parameters.spread];
}

/** How slow a pass was; then learns from it. Changed in place. */
export function judgeLatency(baseline: Baseline, latencyMs: number, parameters: Parameters): Slowness {
  const value = Math.log(Math.max(1, latencyMs));
  const slowness = compare(baseline, value, latencyMs, parameters);
  learn(baseline, value, parameters);
  return slowness;
}

function compare([count, mean, spread]: Baseline, value: number, latencyMs: number, parameters: Parameters): Slowness {
  if (count < parameters.warmUp) return "usual";
  const excess = value - mean;
  const isFar = excess > parameters.slowSpreads * spread && latencyMs - Math.exp(mean) > parameters.slowExcessMs;
  if (!isFar || excess < Math.log(parameters.slowRatio)) return "usual";
  return excess >= Math.log(parameters.verySlowRatio) ? "very-slow" : "slow";
}

function learn(baseline: Baseline, value: number, { step, spreadFloor, warmUp }: Parameters): void {
  if (baseline[0] === 0) baseline[1] = value;
  baseline[0]++;
  const [count, mean, spread] = baseline;
  const rate = Math.max(step, 1 / count);
  const limit = count <= warmUp ? Number.POSITIVE_INFINITY : 3 * spread;
  const isUsual = Math.abs(value - mean) <= limit;
  const deviation = Math.max(-limit, Math.min(limit, value - mean));
  baseline[1] = mean + (isUsual ? rate : rate / 10) * deviation;
  // For a normal law the mean absolute deviation is sd * sqrt(2 / pi).
  if (isUsual) baseline[2] = Math.max(spreadFloor, spread + step * (Math.abs(deviation) * 1.2533 - spread));
}
