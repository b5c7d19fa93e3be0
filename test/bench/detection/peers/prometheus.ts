import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { type Decide, quorum } from "./quorum.ts";
import { latest } from "./streak.ts";

/**
 * The Prometheus idiom over blackbox exporters in every region: `avg by (instance) (probe_success) < 0.5`, `for: 2m`. It
 * resolves at the first evaluation above. `probe_success` is 0 for any unexpected status. A dead exporter fails its scrape,
 * its series is marked stale, and it has no part in the mean any more; when all are gone there is no alert.
 * Left out: the evaluation interval (the expression is evaluated here after every event) and `group_wait`, 30 s by default.
 */
export const prometheus: Rule = {
  name: "mean success below a half for 2 min",
  peer: "Prometheus",
  open: ({ regions, services, intervalMs }) =>
    watchEndpoints({ regions, services, intervalMs }, () =>
      quorum({ regions, sensor: latest, decide: lasting(120_000, isBelowHalf), lastsMs: 2 * intervalMs }),
    ),
};

/** The mean of no series is no number, and compares as false. */
const isBelowHalf: Decide = ({ failing, speaking }) => (speaking - failing.length) / speaking < 0.5;

/** True once the condition has held without a break for so long: the clause `for`. */
function lasting(ms: number, condition: Decide): Decide {
  let since: number | null = null;
  return (tally, at) => {
    since = condition(tally, at) ? (since ?? at) : null;
    return since !== null && at - since >= ms;
  };
}
