import type { Rule } from "../rule.ts";
import { watchServices } from "./judge.ts";
import { reportersWithin } from "./reporters.ts";

/**
 * In the manner of Downdetector: reports of distinct people in the last 15 min against the mean for that time of day over
 * the days seen so far; the service has problems when they are significantly more. The multiplier is not published: 3 times,
 * and at least 10 people, is taken here. Looks and official notices play no part in it.
 * Left out: the levels between (possible problems), the duration that they ask for, social posts, and a baseline of six
 * months. On the first day there is none and the floor decides alone.
 */
export const downdetector: Rule = {
  name: "3 times the usual reports, at least 10",
  peer: "Downdetector-like",
  open: (world) =>
    watchServices(world, () => {
      const reporters = reportersWithin(QUARTER_MS);
      const usual = usualDay();
      return {
        see(event) {
          if (event.type === "report" && reporters.add(event)) usual.count(event.at);
        },
        alerts: (at) => reporters.countAt(at) >= Math.max(FLOOR, RATIO * usual.expectedAt(at)),
        failing: () => [],
      };
    }),
};

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;
const FLOOR = 10;
const RATIO = 3;

/** Mean count of each quarter hour of the day, over the days that are past; today is no part of its own baseline. */
function usualDay() {
  const past = new Float64Array(DAY_MS / QUARTER_MS);
  const today = new Float64Array(DAY_MS / QUARTER_MS);
  let firstDay: number | null = null;
  let day = 0;
  const moveTo = (at: number) => {
    const now = Math.floor(at / DAY_MS);
    firstDay ??= now;
    if (now === day) return;
    for (const [quarter, count] of today.entries()) past[quarter] = (past[quarter] ?? 0) + count;
    today.fill(0);
    day = now;
  };
  const quarterOf = (at: number) => Math.floor((at % DAY_MS) / QUARTER_MS);
  return {
    count(at: number) {
      moveTo(at);
      today[quarterOf(at)] = (today[quarterOf(at)] ?? 0) + 1;
    },
    /** Reports that are usual in the 15 min before, which reach into the quarter hour before this one. */
    expectedAt(at: number): number {
      moveTo(at);
      const days = day - (firstDay ?? day);
      const share = (at % QUARTER_MS) / QUARTER_MS;
      const [before = 0, now = 0] = [past.at(quarterOf(at) - 1), past[quarterOf(at)]];
      return days === 0 ? 0 : ((1 - share) * before + share * now) / days;
    },
  };
}
