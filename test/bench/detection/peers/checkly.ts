import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { rounds } from "./round.ts";
import { streak } from "./streak.ts";

/**
 * Checkly, run in parallel: a run fails when at least half of the locations that ran failed
 * (`parallelRunFailureThreshold` 50), and the alert comes with the second failed run in a row; one run that passes ends it.
 * An unexpected status fails an assertion, a 403 as well.
 * Left out: retries, at once or from another location, since nothing is asked again within a round; escalation by minutes.
 */
export const checkly: Rule = {
  name: "2 failed runs, half of the locations",
  peer: "Checkly",
  open: (world) =>
    watchEndpoints(world, () => {
      const runs = streak({ failures: 2, successes: 1 });
      return rounds({ ...world, judge: ({ failing, speaking }) => runs(failing.length >= speaking / 2) });
    }),
};
