import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { atLeast, quorum } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * What is commonly built by hand: a vantage point fails after 3 failures in a row and is well after one success, and the
 * service alerts when any of them fails, or when 2 of 3 do. No peer in particular: these are the baselines that a
 * quorum of ours has to beat. Any unexpected status is a failure, and a silent probe keeps its last vote.
 */

export const anyRegion: Rule = {
  name: "any region, 3 in a row",
  peer: "common practice",
  open: ({ regions, ...world }) =>
    watchEndpoints({ regions, ...world }, () => quorum({ regions, sensor: threeInARow, decide: atLeast(1) })),
};

/** The first three regions of the world; with fewer than two it cannot alert. */
export const twoOfThree: Rule = {
  name: "2 of 3 regions, 3 in a row",
  peer: "common practice",
  open: ({ regions, ...world }) =>
    watchEndpoints({ regions, ...world }, () =>
      quorum({ regions: regions.slice(0, 3), sensor: threeInARow, decide: atLeast(2) }),
    ),
};

const threeInARow = () => streak({ failures: 3, successes: 1 });
