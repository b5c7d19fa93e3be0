import type { Cause, FoldEvent } from "../../../shared/schema/index.ts";
import type { Rule } from "../../bench/detection/rule.ts";
import { id, MINUTE, START } from "../../support/timeline.ts";

/**
 * Each region is a line of looks, a character a round: `.` passes, `X` fails with no answer, `5` with a gateway's, `?` is
 * refused (403), `S` is slow, `o` passes with no time taken, a blank is silence. Alarms read `+4` (rises in round 4) and `-7` (falls in round 7).
 */
export type Lines = Readonly<Record<string, string>>;
const SEEN = {
  ".": { outcome: "pass", latencyMs: 80 },
  S: { outcome: "pass", latencyMs: 800 },
  o: { outcome: "pass" },
  X: { outcome: "fail", cause: "connect_timeout" satisfies Cause },
  "5": { outcome: "fail", cause: "gateway_error" satisfies Cause, latencyMs: 80 },
  "?": { outcome: "inconclusive", cause: "blocked" satisfies Cause, latencyMs: 80 },
} as const;

export function eventsOf(looks: Lines, controls: Lines, intervalMs: number): FoldEvent[] {
  const rounds = Math.max(...Object.values(looks).map((line) => line.length));
  return Array.from({ length: rounds }).flatMap((_, round): FoldEvent[] => {
    const begun = START + round * intervalMs;
    const seen = (lines: Lines) =>
      Object.entries(lines).flatMap(([region, line], index) => {
        const mark = SEEN[line[round] as keyof typeof SEEN];
        return mark === undefined ? [] : [{ region, at: begun + index * 1_000, ...mark }];
      });
    return [
      ...seen(controls).map(
        (control): FoldEvent => ({
          ...control,
          type: "control",
          control: "google",
          provider: "google",
          reach: "internet",
        }),
      ),
      ...seen(looks).map(
        (look): FoldEvent => ({ ...look, type: "observation", service: id("aria"), endpoint: id("web") }),
      ),
      { type: "tick", at: begun + intervalMs - 1 },
    ];
  });
}

/** Alarms as text, and the regions that fail at the end. */
export function alarmsOf(rule: Rule, events: readonly FoldEvent[], regions: readonly string[], intervalMs = MINUTE) {
  const watch = rule.open({ regions, services: { aria: ["web", "api"] }, intervalMs });
  const alarms = events.flatMap((event) => watch.see(event));
  const told = alarms.map(({ at, alerting }) => `${alerting ? "+" : "-"}${Math.floor((at - START) / intervalMs)}`);
  return { told, failing: watch.failing("aria") };
}
