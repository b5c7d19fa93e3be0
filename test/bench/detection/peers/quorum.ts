import { isFailure, type Judge, type Look } from "./judge.ts";
import type { Sensor } from "./streak.ts";

/** What the vantage points of one endpoint say together: each has a sensor, and a decision is taken over their votes. */

export type Tally = { readonly failing: readonly string[]; readonly speaking: number; readonly asked: number };

/** Whether this tally alerts at this instant; it may remember what it was asked before. */
export type Decide = (tally: Tally, at: number) => boolean;

export type Quorum = {
  readonly regions: readonly string[];
  readonly sensor: () => Sensor;
  readonly decide: Decide;
  /** How long a vote outlives its look; for ever where absent, so that a silent probe goes on saying what it said last. */
  readonly lastsMs?: number;
};

export function quorum({ regions, sensor, decide, lastsMs = Number.POSITIVE_INFINITY }: Quorum): Judge<Look> {
  const sensors = new Map(regions.map((region) => [region, sensor()]));
  const votes = new Map<string, { readonly isFailing: boolean; readonly at: number }>();
  const failing = () => regions.filter((region) => votes.get(region)?.isFailing);
  return {
    see(look) {
      const sense = sensors.get(look.region);
      if (sense !== undefined) votes.set(look.region, { isFailing: sense(isFailure(look)), at: look.at });
    },
    alerts(at) {
      for (const [region, vote] of votes) if (at - vote.at > lastsMs) votes.delete(region);
      return decide({ failing: failing(), speaking: votes.size, asked: regions.length }, at);
    },
    failing,
  };
}

/** One vantage point, the first of the world; it says nothing of regions. */
export function single(regions: readonly string[], sensor: () => Sensor): Judge<Look> {
  const judge = quorum({ regions: regions.slice(0, 1), sensor, decide: atLeast(1) });
  return { ...judge, failing: () => [] };
}

export const atLeast =
  (count: number): Decide =>
  ({ failing }) =>
    failing.length >= count;

/** More than half of those that were asked, whether or not they answered. */
export const majority: Decide = ({ failing, asked }) => failing.length >= Math.floor(asked / 2) + 1;
