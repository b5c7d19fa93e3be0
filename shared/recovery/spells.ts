import type { Belief, PlaceId } from "../schema/index.ts";

/** When each region of an incident failed and when it came back, read from the changes of the verdict. */

export type Change = { readonly at: number; readonly regions: Readonly<Record<PlaceId, Belief>> };

/** `backAt` is `null` while it has not returned. */
export type Spell = { readonly place: PlaceId; readonly downAt: number; readonly backAt: number | null };

/** The spells of some places within a span of time. Changes may come in any order. A relapse moves the return to its end. */
export function spellsOf(
  changes: readonly Change[],
  { places, from, to }: { readonly places: readonly PlaceId[]; readonly from: number; readonly to: number },
): Spell[] {
  const within = changes.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at);
  return places.map((place) => {
    let downAt: number | null = null;
    let backAt: number | null = null;
    for (const { at, regions } of within) {
      const state = regions[place]?.state;
      if (state === "down" || state === "degraded") {
        downAt ??= at;
        backAt = null;
      } else if (state === "up" && downAt !== null) backAt ??= at;
    }
    return { place, downAt: downAt ?? from, backAt };
  });
}

/** Returns, and the minutes that regions spent at risk of returning, counted from the first return of their incident. */
export type Returns = { readonly count: number; readonly minutes: number };

export function returnsIn(spells: readonly Spell[], now: number, seenAfterMinutes: number): Returns {
  const backs = spells.flatMap(({ backAt }) => backAt ?? []);
  if (backs.length === 0) return { count: 0, minutes: 0 };
  const first = Math.min(...backs) - seenAfterMinutes * 60_000;
  const minutes = spells.reduce((sum, { backAt }) => sum + Math.max(0, (backAt ?? now) - first) / 60_000, 0);
  return { count: backs.length, minutes };
}
