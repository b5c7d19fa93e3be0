import { hashOf } from "../../shared/observe/slot.ts";
import type { Assignment, Colo, Lane, PlaceId } from "../../shared/schema/index.ts";
import type { Config } from "./config.ts";
import { controlTargets } from "./controls.ts";
import { CONTROL_TIMEOUT_MS, EXTRA_CONTROLS, HURRIED_TIMEOUT_MS, JITTER_SHARE } from "./limits.ts";
import type { RoundRequest } from "./run-round.ts";

/** From a lane's checks and this deployment's configuration to the request of one slot. */

/** Milliseconds between two slots of a lane. */
export function slotMsOf(lane: Pick<Lane, "intervalSeconds">, { speed }: Pick<Config, "speed">): number {
  return Math.max(1_000, (lane.intervalSeconds * 1_000) / speed);
}

export function roundRequest(options: {
  readonly place: PlaceId;
  readonly lane: Lane;
  readonly slot: number;
  readonly now: number;
  readonly colo: Colo | null;
  readonly config: Config;
}): RoundRequest {
  const { place, lane, slot, now, colo, config } = options;
  const assignments = lane.assignments.map((assignment) => adapt(assignment, config));
  const privately = assignments.some(({ allowPrivate }) => allowPrivate);
  return {
    region: place,
    slot,
    now,
    spreadMs: slotMsOf(lane, config) * JITTER_SHARE,
    assignments,
    controls: controlTargets({
      timeoutMs: scaled(CONTROL_TIMEOUT_MS, config),
      selfUrl: privately ? config.selfUrl : null,
    }),
    userAgent: userAgentOf(place, config),
    colo,
  };
}

/**
 * A look besides the schedule, from the same place: at once, with two control targets that say whether the probe is well,
 * others every time.
 */
export function extraRequest(options: {
  readonly place: PlaceId;
  readonly assignments: readonly Assignment[];
  readonly now: number;
  readonly colo: Colo | null;
  readonly config: Config;
}): RoundRequest {
  const { now, assignments } = options;
  const lane = { intervalSeconds: 1, number: 0, assignments: [...assignments] };
  const request = roundRequest({ ...options, lane, slot: now });
  const own = request.controls.filter(({ reach }) => reach === "private");
  const internet = request.controls.filter(({ reach }) => reach === "internet");
  const from = hashOf(`${options.place}@${now}`) % internet.length;
  const turned = [...internet.slice(from), ...internet.slice(0, from)].slice(0, EXTRA_CONTROLS);
  // Of private addresses the internet says nothing.
  const isPrivate = request.assignments.every(({ allowPrivate }) => allowPrivate) && own.length > 0;
  return { ...request, spreadMs: 0, controls: isPrivate ? own : [...own, ...turned] };
}

/** Names the project, a contact and the place: whoever is probed may know by whom. */
export function userAgentOf(place: PlaceId, { contactUrl }: Pick<Config, "contactUrl">): string {
  return `Downwhere/0.1 (+${contactUrl}; region=${place})`;
}

function adapt(assignment: Assignment, config: Config): Assignment {
  const allowPrivate = config.allowPrivate === "all" || (config.allowPrivate === "declared" && assignment.allowPrivate);
  return {
    ...assignment,
    allowPrivate,
    check: { ...assignment.check, timeoutMs: scaled(assignment.check.timeoutMs, config) },
  };
}

function scaled(timeoutMs: number, { speed }: Pick<Config, "speed">): number {
  return speed === 1 ? timeoutMs : Math.max(HURRIED_TIMEOUT_MS, Math.round(timeoutMs / speed));
}
