import { DEFAULT_MODEL, type Model } from "../../shared/fuse/model.ts";
import { planLanes } from "../../shared/observe/lanes.ts";
import type { Assignment, Plan } from "../../shared/schema/index.ts";
import { LANE_BOUNDS } from "./limits.ts";
import type { WatchedService } from "./store/services.ts";

/** What the catalogue means to the probes, and how fast the network's time runs for the fold. */

/** The model of a network that runs `speed` times faster than real time. */
export function modelAt(speed: number): Model {
  return { ...DEFAULT_MODEL, minuteMs: DEFAULT_MODEL.minuteMs / speed };
}

export function planOf(services: readonly WatchedService[], version: string): Plan {
  const assignments = services.flatMap((service) =>
    service.endpoints.flatMap(({ id, provider, check }): Assignment[] => {
      // Nobody looks for a heartbeat: the service calls.
      if (check.prober === "heartbeat") return [];
      const { allowPrivate } = service;
      return [{ service: service.id, endpoint: id, provider: provider ?? null, allowPrivate, check }];
    }),
  );
  return { version, lanes: planLanes(assignments, LANE_BOUNDS) };
}
