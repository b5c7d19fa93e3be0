import { modelAt } from "./facts.ts";
import type { Memory } from "./memory.ts";
import type { About } from "./store/records.ts";

/** What the records of a shard's events say besides what the fold put out. */
export function aboutOf(
  { services, speed }: Pick<Memory, "services" | "speed">,
  { simulated, now }: { simulated: boolean; now: number },
): About {
  const { phase, minuteMs } = modelAt(speed);
  return {
    service: (id) => {
      const { name, tags } = services.find((service) => service.id === id) ?? { name: id, tags: [] };
      return { id, name, tags };
    },
    simulated,
    holdMs: phase.resolveHoldMinutes * minuteMs,
    now,
  };
}
