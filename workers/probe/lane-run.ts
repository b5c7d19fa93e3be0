import { partsOf } from "../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../shared/observe/limits.ts";
import type { Lane } from "../../shared/schema/index.ts";
import { HAND_SPREAD_SHARE } from "./limits.ts";
import type { PlacedSighting } from "./placed.ts";
import type { Look, RoundRequest } from "./run-round.ts";

/**
 * Runs a lane's slot: at once where one invocation can finish it, otherwise in parts, each by a hand of its own, an object
 * of the same region that keeps nothing. The lane looks at the control targets itself.
 */
export type LanePorts = {
  /** Makes the looks of a request from this object. */
  readonly here: (request: RoundRequest) => Promise<PlacedSighting>;
  /** Lets a hand make them. */
  readonly hand: (part: number, request: RoundRequest) => Promise<PlacedSighting>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onLook: (look: Look) => void;
  readonly onLost: (part: number, error: unknown) => void;
};

export async function runLane(lane: Lane, request: RoundRequest, ports: LanePorts): Promise<PlacedSighting> {
  const parts = partsOf(lane, LANE_BOUNDS);
  if (parts.length <= 1) return ports.here(request);
  const own = ports.here({ ...request, assignments: [] });
  let from = 0;
  const hands = parts.map(async ({ length }, part): Promise<PlacedSighting | null> => {
    const assignments = request.assignments.slice(from, from + length);
    from += length;
    try {
      // The parts begin one after another, so that a hand is not kept waiting: its time is what is paid for.
      await ports.sleep((part / parts.length) * request.spreadMs);
      const spreadMs = request.spreadMs * HAND_SPREAD_SHARE;
      const sighting = await ports.hand(part, { ...request, assignments, controls: [], colo: null, spreadMs });
      for (const observation of sighting.observations) ports.onLook({ type: "observation", observation });
      return sighting;
    } catch (error) {
      // What a lost hand should have seen was not seen: silence, which is no failure.
      ports.onLost(part, error);
      return null;
    }
  });
  const { controls, colo, finishedAt } = await own;
  const sightings = (await Promise.all(hands)).filter((sighting) => sighting !== null);
  return {
    colo,
    controls,
    observations: sightings.flatMap(({ observations }) => observations),
    finishedAt: Math.max(finishedAt, ...sightings.map((sighting) => sighting.finishedAt)),
  };
}
