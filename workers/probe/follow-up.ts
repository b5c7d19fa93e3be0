import { FOLLOW_UP_AFTER_MS } from "../../shared/observe/limits.ts";
import type { Assignment, Observation } from "../../shared/schema/index.ts";

/**
 * Looks again, seconds after a first failure, at what the aggregator asked for; what passes is left alone. It waits in the
 * invocation that saw the failure: the alarm stays the slot's own, no row is written, and a restart loses these looks
 * but neither a slot nor its place in the schedule.
 */
export type FollowUpPorts = {
  readonly look: (assignments: readonly Assignment[]) => Promise<readonly Observation[]>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds of a steady clock. */
  readonly steady: () => number;
  /** How many times faster than real time the network runs. */
  readonly speed: number;
};

export async function followUp(assignments: readonly Assignment[], ports: FollowUpPorts): Promise<void> {
  const beganAt = ports.steady();
  let left = assignments;
  for (const afterMs of FOLLOW_UP_AFTER_MS) {
    await ports.sleep(Math.max(0, beganAt + afterMs / ports.speed - ports.steady()));
    const seen = await ports.look(left);
    left = left.filter(({ service, endpoint }) =>
      seen.some((look) => look.service === service && look.endpoint === endpoint && look.outcome === "fail"),
    );
    if (left.length === 0) return;
  }
}
