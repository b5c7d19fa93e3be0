import type { Slowness } from "./likelihood.ts";
import type { Baseline as Parameters } from "./model/baseline.ts";

/**
 * How fast an endpoint usually answers in a region: passes seen, and the running mean and spread of ln(ms), fed with
 * winsorised passes so that an outage does not teach it. It judges nothing until it has seen enough. The three numbers stand
 * in a row of others (`sights.ts`).
 */
export type Row = {
  readonly sights: number[];
  /** Where the three numbers begin. */
  readonly start: number;
  /** The endpoint is believed to be up there: otherwise what is seen hardly teaches, and a slowness of hours stays one. */
  readonly isWell: boolean;
};

/** How slow a pass was; then learns from it. Changed in place. */
export function judgeLatency({ sights, start, isWell }: Row, latencyMs: number, parameters: Parameters): Slowness {
  const value = Math.log(Math.max(1, latencyMs));
  const count = sights[start] ?? 0;
  const mean = sights[start + 1] ?? 0;
  const spread = sights[start + 2] ?? 0;
  const slowness = compare({ count, excess: value - mean, mean, spread }, latencyMs, parameters);
  const isWarm = count >= parameters.warmUp;
  const share = isWell || !isWarm ? 1 : parameters.unwellShare;
  learn(sights, start, { value, count: count + 1, mean: count === 0 ? value : mean, spread, share }, parameters);
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
  { value, count, mean, spread, share }: { value: number; count: number; mean: number; spread: number; share: number },
  { step, spreadFloor, warmUp, farShare }: Parameters,
): void {
  const rate = Math.max(step, 1 / count);
  const limit = count <= warmUp ? Number.POSITIVE_INFINITY : 3 * spread;
  const isUsual = Math.abs(value - mean) <= limit;
  const deviation = Math.max(-limit, Math.min(limit, value - mean));
  row[start] = count;
  row[start + 1] = mean + share * (isUsual ? rate : rate * farShare) * deviation;
  // For a normal law the mean absolute deviation is sd * sqrt(2 / pi).
  if (isUsual) row[start + 2] = Math.max(spreadFloor, spread + share * step * (Math.abs(deviation) * 1.2533 - spread));
}
