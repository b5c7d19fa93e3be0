import type { AgentPlace, Colo, PlaceId, Realised, Round } from "../schema/index.ts";

/** How reliably the probe of one place turns up: rounds run, missed and late, counted from the rounds themselves, and what it looked at besides. */

export type Attendance = {
  readonly place: PlaceId;
  readonly realised: Realised;
  readonly simulated: boolean;
  readonly colo: Colo | null;
  readonly lastRoundAt: number;
  readonly run: number;
  readonly missed: number;
  readonly late: number;
  /** Where an agent stands; absent for every other probe. */
  readonly location?: AgentPlace | null;
  /** Looks made besides the schedule. */
  readonly extra: number;
};

/** Share of a slot by which a round may start after it was due before it counts as late. */
const LATE_SHARE = 0.5;

/**
 * The record after one more round. `previousSlot` is the lane's last one: what lies between was missed, whether or not
 * the probe knew of it.
 */
export function attend(before: Attendance | undefined, round: Round, previousSlot: number | undefined): Attendance {
  const gap = previousSlot === undefined ? 0 : Math.max(0, Math.round((round.slot - previousSlot) / round.slotMs) - 1);
  const isLate = round.startedAt - round.slot > round.slotMs * LATE_SHARE;
  return {
    place: round.region,
    realised: round.realised,
    simulated: round.simulated,
    colo: round.colo ?? before?.colo ?? null,
    lastRoundAt: Math.max(before?.lastRoundAt ?? 0, round.finishedAt),
    run: (before?.run ?? 0) + 1,
    missed: (before?.missed ?? 0) + gap,
    late: (before?.late ?? 0) + (isLate ? 1 : 0),
    location: round.location ?? null,
    extra: before?.extra ?? 0,
  };
}

/** The record after looks made besides the schedule. */
export function attendExtra(before: Attendance, looks: number): Attendance {
  return { ...before, extra: (before.extra ?? 0) + looks };
}
