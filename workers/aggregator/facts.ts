import { DEFAULT_MODEL, type Model } from "../../shared/fuse/model.ts";
import { planLanes } from "../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../shared/observe/limits.ts";
import type { Assignment, Plan } from "../../shared/schema/index.ts";
import { HURRIED_SLOW_MS } from "./limits.ts";
import type { WatchedService } from "./store/services.ts";

/** What the catalogue means to the probes, and how fast the network's time runs for the fold. */

/**
 * The model of a network that runs `speed` times faster than real time. Only a simulated one does, and its answers take as
 * long as the machine under it needs: what is slow must be slower than a busy machine makes everything.
 */
export function modelAt(speed: number): Model {
  const { minuteMs, baseline } = DEFAULT_MODEL;
  const slowExcessMs = speed === 1 ? baseline.slowExcessMs : Math.max(baseline.slowExcessMs, HURRIED_SLOW_MS);
  return { ...DEFAULT_MODEL, minuteMs: minuteMs / speed, baseline: { ...baseline, slowExcessMs } };
}

export function planOf(services: readonly WatchedService[], version: string): Plan {
  return { version, lanes: planLanes(services.flatMap(assignmentsOf), LANE_BOUNDS) };
}

/** The checks of a service as a probe needs them. */
export function assignmentsOf({ id, allowPrivate, endpoints }: WatchedService): Assignment[] {
  return endpoints.flatMap(({ id: endpoint, provider, check }): Assignment[] => {
    // Nobody looks for a heartbeat: the service calls.
    if (check.prober === "heartbeat") return [];
    return [{ service: id, endpoint, provider: provider ?? null, allowPrivate, check }];
  });
}
