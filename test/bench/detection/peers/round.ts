import { isFailure, type Judge, type Look } from "./judge.ts";
import type { Tally } from "./quorum.ts";

/**
 * Rules that judge a whole round at once: all looks of one interval. A round is over when every vantage point has spoken,
 * or, when one stays silent, with the first event after its interval. A round in which nobody spoke is none.
 */

export type Rounds = {
  readonly regions: readonly string[];
  readonly intervalMs: number;
  /** Whether the rule alerts after this round. */
  readonly judge: (round: Tally) => boolean;
};

export function rounds({ regions, intervalMs, judge }: Rounds): Judge<Look> {
  const heard = new Map<string, boolean>();
  let slot = Number.NEGATIVE_INFINITY;
  let isOver = true;
  let isAlerting = false;
  let failing: readonly string[] = [];
  const finish = () => {
    isOver = true;
    if (heard.size === 0) return;
    failing = regions.filter((region) => heard.get(region));
    isAlerting = judge({ failing, speaking: heard.size, asked: regions.length });
    heard.clear();
  };
  const moveTo = (at: number) => {
    if (Math.floor(at / intervalMs) <= slot) return;
    finish();
    slot = Math.floor(at / intervalMs);
    isOver = false;
  };
  return {
    see(look) {
      moveTo(look.at);
      if (isOver || !regions.includes(look.region)) return;
      heard.set(look.region, isFailure(look));
      if (heard.size === regions.length) finish();
    },
    alerts(at) {
      moveTo(at);
      return isAlerting;
    },
    failing: () => failing,
  };
}
