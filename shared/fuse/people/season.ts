/**
 * How many people a minute are usual at this time of the day: one slow mean per half-hour. It says nothing of a half-hour
 * that it has not met on an earlier day.
 */
export type Season = { readonly means: (number | null)[]; day: number; today: (number | null)[] };

const SLOTS = 48;
const SLOT_MINUTES = 30;
/** Share of a new day in the mean: half of what is known is a week old. */
const DAY_SHARE = 0.1;

export function openSeason(): Season {
  return { means: Array.from({ length: SLOTS }, () => null), day: 0, today: Array.from({ length: SLOTS }, () => null) };
}

/** 0 where nothing is known yet. */
export function expectedAt({ means }: Season, at: number, minuteMs: number): number {
  return means[slotOf(at, minuteMs)] ?? 0;
}

/** Takes in the count of one minute. A day is learned when it is over. Changed in place. */
export function learnSeason(season: Season, count: number, at: number, minuteMs: number): void {
  const day = Math.floor(at / (minuteMs * SLOT_MINUTES * SLOTS));
  if (day !== season.day) {
    for (const [slot, seen] of season.today.entries()) {
      const before = season.means[slot] ?? null;
      if (seen !== null) season.means[slot] = before === null ? seen : before + DAY_SHARE * (seen - before);
    }
    season.day = day;
    season.today = Array.from({ length: SLOTS }, () => null);
  }
  const slot = slotOf(at, minuteMs);
  const known = season.today[slot] ?? null;
  season.today[slot] = known === null ? count : known + (count - known) / SLOT_MINUTES;
}

function slotOf(at: number, minuteMs: number): number {
  return Math.floor(at / (minuteMs * SLOT_MINUTES)) % SLOTS;
}
