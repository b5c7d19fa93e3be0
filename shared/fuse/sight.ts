import type { Cause, Observation, Outcome, PlaceId } from "../schema/index.ts";
import { type Baseline, openBaseline } from "./baseline.ts";
import type { Model } from "./model.ts";

/** The last look at one endpoint from one place, and what it was worth. */
export type Sight = {
  readonly region: PlaceId;
  /** The number of the place in the network. */
  readonly place: number;
  readonly baseline: Baseline;
  at: number;
  outcome: Outcome;
  cause: Cause | null;
  status: number | null;
  latencyMs: number | null;
  logLikelihoodRatio: number;
  /** When the last look that was not a plain pass began; 0 for never. */
  badAt: number;
  /** Looks in a row that were not plain passes; inconclusive ones neither count nor end the row. */
  streak: number;
  /** Looks in a row that failed. */
  failures: number;
};

export function openSight(region: PlaceId, place: number, model: Model): Sight {
  return {
    region,
    place,
    baseline: openBaseline(model.baseline),
    at: 0,
    outcome: "inconclusive",
    cause: null,
    status: null,
    latencyMs: null,
    logLikelihoodRatio: 0,
    badAt: 0,
    streak: 0,
    failures: 0,
  };
}

/** Takes over what was seen. */
export function note(
  sight: Sight,
  seen: Observation,
  { isPlain, isSlow, worth }: { isPlain: boolean; isSlow: boolean; worth: number },
): void {
  sight.at = seen.at;
  sight.outcome = seen.outcome;
  sight.cause = seen.cause ?? (isSlow ? "slow" : null);
  sight.status = seen.status ?? null;
  sight.latencyMs = seen.latencyMs ?? null;
  sight.logLikelihoodRatio = worth;
  if (seen.outcome === "inconclusive") return;
  sight.streak = isPlain ? 0 : sight.streak + 1;
  sight.failures = seen.outcome === "fail" ? sight.failures + 1 : 0;
  if (!isPlain) sight.badAt = seen.at;
}
