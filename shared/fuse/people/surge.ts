import { logMass } from "../../counts/negative-binomial.ts";
import type { People } from "../model/people.ts";

/**
 * Whether people report more than they usually do: a cumulative sum of log-likelihood ratios, per minute, of a surge
 * against what is expected (Page, 1954), both negative binomial. What is expected follows the counts with a lag, so that an
 * outage does not teach it, and never more than the counts of an ordinary minute allow. No more is believed than the
 * reports of a warmed-up series can carry.
 */
export type Surge = {
  /** Minutes learned from. */
  learned: number;
  /** Expected people a minute, and variance over mean. */
  level: number;
  dispersion: number;
  /** The last minutes, not yet learned from; the newest last. */
  readonly recent: number[];
  /** The cumulative sum, in nats. */
  sum: number;
  /** Minutes for which the sum has stood above the level of a surge. */
  lasting: number;
  /** People a minute while it lasts. */
  heat: number;
  /** The cumulative sum, in nats, of its being over. */
  fall: number;
  /** People a minute who still report what is over, as far as that is known; it fades. */
  echo: number;
};

export function openSurge({ levelFloor, dispersion }: People): Surge {
  return { learned: 0, level: levelFloor, dispersion, recent: [], sum: 0, lasting: 0, heat: 0, fall: 0, echo: 0 };
}

/** Takes in one minute. `atLeast`: what is expected by another account, such as the time of day. Changed in place. */
export function takeMinute(surge: Surge, count: number, atLeast: number, people: People): void {
  const expected = Math.max(surge.level, atLeast, people.levelFloor, surge.echo);
  surge.echo *= people.echoKeeps;
  if (surge.learned >= people.warmUpMinutes) {
    const step =
      logMass(count, people.surgeRatio * expected, surge.dispersion) - logMass(count, expected, surge.dispersion);
    const capped = Math.max(-people.stepMax, Math.min(people.stepMax, step));
    surge.sum = Math.min(people.sumMax, Math.max(0, people.sumKeeps * surge.sum + capped));
  }
  watchFall(surge, count, expected, people);
  surge.lasting = surge.sum >= people.sumSurge ? surge.lasting + 1 : 0;
  surge.recent.push(count);
  if (surge.recent.length > people.lagMinutes) learn(surge, surge.recent.shift() ?? 0, expected, people);
}

/**
 * Whether what people report is over while some still do: a second sum (Page, 1954), of a fall to a part of what the surge
 * itself has been. Waiting for the first sum to sink would take as long as the last few reports do.
 */
function watchFall(surge: Surge, count: number, expected: number, people: People): void {
  if (surge.lasting === 0) {
    surge.heat = 0;
    surge.fall = 0;
    return;
  }
  const fallen = Math.max(expected, people.fallShare * surge.heat);
  if (surge.heat > fallen) {
    const step = logMass(count, fallen, surge.dispersion) - logMass(count, surge.heat, surge.dispersion);
    surge.fall = Math.max(0, surge.fall + Math.max(-people.stepMax, Math.min(people.stepMax, step)));
  }
  const share = Math.max(people.heatStep, 1 / surge.lasting);
  // Minutes that may be its end do not teach how it was.
  if (surge.fall === 0) surge.heat += share * (count - surge.heat);
}

/** Few enough report it now, for long enough, to say that it is over. */
export function hasFallen({ fall }: Surge, { fallFrom }: People): boolean {
  return fall >= fallFrom;
}

/** What was reported is over: who reports it in the next minutes is late. The sum begins anew. Changed in place. */
export function quieten(surge: Surge, { echoMinutes }: People): void {
  const latest = surge.recent.slice(-echoMinutes);
  surge.echo = Math.max(surge.echo, latest.reduce((sum, count) => sum + count, 0) / Math.max(1, latest.length));
  surge.sum = 0;
  surge.lasting = 0;
  surge.heat = 0;
  surge.fall = 0;
}

/** P(surge): the odds of one beginning, raised by the sum. */
export function chanceOf({ sum }: Surge, { prior }: People): number {
  const odds = prior * Math.exp(sum);
  return odds / (1 + odds);
}

/** What a surge is made of is hardly learned: a level that stays becomes the usual one within hours. */
function learn(surge: Surge, count: number, expected: number, people: People): void {
  const isWarm = surge.learned >= people.warmUpMinutes;
  const isSurging = isWarm && surge.sum >= people.sumSurge / 3;
  const usual = isWarm ? Math.min(count, expected + 4 * Math.sqrt(expected * surge.dispersion)) : count;
  surge.learned++;
  const rate = Math.max(people.levelStep, 1 / surge.learned);
  surge.level += (isSurging ? rate / 10 : rate) * (usual - surge.level);
  if (isSurging) return;
  const scatter = (usual - surge.level) ** 2 / Math.max(surge.level, people.levelFloor);
  const [low, high] = people.dispersionBounds;
  surge.dispersion = Math.max(
    low,
    Math.min(high, surge.dispersion + people.dispersionStep * (scatter - surge.dispersion)),
  );
}
