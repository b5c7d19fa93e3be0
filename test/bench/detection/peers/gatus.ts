import type { Rule } from "../rule.ts";
import { behindGate } from "./gate.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * Gatus: an alert after 3 failures in a row, resolved after 2 successes in a row, from one vantage point. A look succeeds
 * when all its conditions hold, so an unexpected status is a failure whatever it means.
 * Left out: the dashboard, which turns red at the first failure; reminders; retried sends; maintenance.
 */
export const gatus: Rule = {
  name: "3 failures, 2 successes",
  peer: "Gatus",
  open: (world) => watchEndpoints(world, () => single(world.regions, () => streak({ failures: 3, successes: 2 }))),
};

/** The same with `connectivity.checker`, off by default, which skips every check while its one target is out of reach. */
export const gatusWithChecker: Rule = {
  name: "3 failures, 2 successes, connectivity checker",
  peer: "Gatus",
  open: (world) => behindGate(gatus.open(world), world.regions[0]),
};
