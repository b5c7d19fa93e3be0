/**
 * The schedule of a lane: slots `slotMs` apart, shifted by a phase that is fixed per lane, so that the lanes of all
 * regions do not ask a target at the same instant. Slots that went by unrun are counted as missed, never as down.
 */

export type DueSlot = {
  /** The slot to run now: the newest one that is due. */
  readonly slot: number;
  /** Older slots that were due and will not be run any more. */
  readonly missed: number;
  /** When the next one is due. */
  readonly next: number;
};

/** What to run when the alarm that was planned for `plannedAt` is answered at `now` (both in milliseconds). */
export function dueSlot({ plannedAt, now, slotMs }: { plannedAt: number; now: number; slotMs: number }): DueSlot {
  const missed = Math.max(0, Math.floor((now - plannedAt) / slotMs));
  const slot = plannedAt + missed * slotMs;
  return { slot, missed, next: slot + slotMs };
}

/** The first slot of a lane after `now`. */
export function firstSlot({ lane, now, slotMs }: { lane: string; now: number; slotMs: number }): number {
  const phaseMs = Math.floor((hashOf(lane) / 2 ** 32) * slotMs);
  const turn = Math.floor((now - phaseMs) / slotMs) + 1;
  return turn * slotMs + phaseMs;
}

/** Milliseconds that a check waits before it starts, so that a round is no burst: the same for the same slot. */
export function jitterMs({ key, slot, spreadMs }: { key: string; slot: number; spreadMs: number }): number {
  return Math.floor((hashOf(`${key}@${slot}`) / 2 ** 32) * spreadMs);
}

/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/), finished with a mix so that close keys spread. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
