import type { Observation } from "../schema/index.ts";

/** An answer that is right but later than its check allows passes as `slow`: late is not down. */
export function boundLatency<F extends Pick<Observation, "outcome" | "cause" | "detail" | "latencyMs">>(
  finding: F,
  maxLatencyMs: number | undefined,
): F {
  const { outcome, cause, latencyMs } = finding;
  if (maxLatencyMs === undefined || outcome !== "pass" || (cause ?? null) !== null) return finding;
  if (latencyMs == null || latencyMs <= maxLatencyMs) return finding;
  const detail = `the answer must come within ${maxLatencyMs} ms; it took ${Math.round(latencyMs)} ms`;
  return { ...finding, cause: "slow", detail };
}
