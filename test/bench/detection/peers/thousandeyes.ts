import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { rounds } from "./round.ts";
import { streak } from "./streak.ts";

/**
 * ThousandEyes in the manner of its default rule: 3 of 3 rounds violating, minimum sources 1, and the sources need not be
 * the same from round to round. It clears with the first round in which none fails. Any error is a violation, and so is
 * an answer such as 403; an agent that stays silent has no part in the round.
 * Left out: alert suppression windows, and agents that the vendor takes out for local problems.
 */
export const thousandEyes: Rule = {
  name: "3 of 3 rounds, 1 source",
  peer: "ThousandEyes",
  open: (world) =>
    watchEndpoints(world, () => {
      const violations = streak({ failures: 3, successes: 1 });
      return rounds({ ...world, judge: ({ failing }) => violations(failing.length >= 1) });
    }),
};
