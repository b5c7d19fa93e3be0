import { RECOVERY } from "./model.ts";
import type { Returns } from "./spells.ts";

/**
 * When the last of several regions returns. Regions return at one rate λ per minute, of which a gamma law with shape a
 * (returns seen) and b (minutes at risk) is known: the conjugate of exponential times. The last of k is back by t with
 *
 *   P(T ≤ t) = E[(1 - e^(-λt))^k] = Σⱼ C(k, j) (-1)^j (b / (b + j t))^a
 */
export function chanceAllBackBy(minutes: number, waiting: number, { count, minutes: atRisk }: Returns): number {
  const k = Math.min(waiting, RECOVERY.waitingMax);
  let sum = 0;
  let choose = 1;
  for (let j = 0; j <= k; j++) {
    sum += choose * (j % 2 === 0 ? 1 : -1) * (atRisk / (atRisk + j * minutes)) ** count;
    choose = (choose * (k - j)) / (j + 1);
  }
  return Math.min(1, Math.max(0, sum));
}

/** Minutes by which all are back with a chance; at most the horizon. */
export function allBackBy(chance: number, waiting: number, returns: Returns): number {
  let low = 0;
  let high: number = RECOVERY.horizonMinutes;
  for (let round = 0; round < 60; round++) {
    const middle = (low + high) / 2;
    if (chanceAllBackBy(middle, waiting, returns) < chance) low = middle;
    else high = middle;
  }
  return high;
}

/** What earlier incidents say of the rate, as a prior: no more than a few returns' worth. */
export function withPast(now: Returns, past: Returns): Returns {
  if (past.count === 0) return now;
  const weight = Math.min(1, RECOVERY.pastWeight / past.count);
  return { count: now.count + past.count * weight, minutes: now.minutes + past.minutes * weight };
}
