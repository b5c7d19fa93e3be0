/**
 * How many people a minute are usual at this time of the week: one slow mean per half-hour of the day, and one per half-hour
 * of the week once that has been met. It says nothing of a half-hour that it has not met on an earlier day.
 */
export type Season = {
  readonly means: (number | null)[];
  readonly week: (number | null)[];
  day: number;
  today: (number | null)[];
};

const SLOTS = 48;
const SLOT_MINUTES = 30;
const DAYS = 7;
/** Share of a new day in the mean: half of what is known is a week old. */
const DAY_SHARE = 0.1;
/** Share of a new week: half of what is known is a fortnight old. A half-hour of the week is met once in seven days. */
const WEEK_SHARE = 0.3;

export function openSeason(): Season {
  return { means: nothing(SLOTS), week: nothing(SLOTS * DAYS), day: 0, today: nothing(SLOTS) };
}

/** 0 where nothing is known yet. One week is few people: the day as a whole has as much of a say as the weekday. */
export function expectedAt({ means, week }: Season, at: number, minuteMs: number): number {
  const slot = slotOf(at, minuteMs);
  const daily = means[slot] ?? null;
  const weekly = week[weekdayOf(dayOf(at, minuteMs)) * SLOTS + slot] ?? null;
  return weekly === null ? (daily ?? 0) : (weekly + (daily ?? weekly)) / 2;
}

/** Takes in the count of one minute. A day is learned when it is over. Changed in place. */
export function learnSeason(season: Season, count: number, at: number, minuteMs: number): void {
  const day = dayOf(at, minuteMs);
  if (day !== season.day) {
    const first = weekdayOf(season.day) * SLOTS;
    for (const [slot, seen] of season.today.entries()) {
      if (seen === null) continue;
      season.means[slot] = learned(season.means[slot] ?? null, seen, DAY_SHARE);
      season.week[first + slot] = learned(season.week[first + slot] ?? null, seen, WEEK_SHARE);
    }
    season.day = day;
    season.today = nothing(SLOTS);
  }
  const slot = slotOf(at, minuteMs);
  const known = season.today[slot] ?? null;
  season.today[slot] = known === null ? count : known + (count - known) / SLOT_MINUTES;
}

function learned(before: number | null, seen: number, share: number): number {
  return before === null ? seen : before + share * (seen - before);
}

function nothing(slots: number): null[] {
  return Array.from({ length: slots }, () => null);
}

function dayOf(at: number, minuteMs: number): number {
  return Math.floor(at / (minuteMs * SLOT_MINUTES * SLOTS));
}

function weekdayOf(day: number): number {
  return day % DAYS;
}

function slotOf(at: number, minuteMs: number): number {
  return Math.floor(at / (minuteMs * SLOT_MINUTES)) % SLOTS;
}
