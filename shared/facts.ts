import type { ServiceFacts } from "./fuse/service.ts";
import type { Check, Service } from "./schema/index.ts";
import { parseInstant } from "./schema/instant.ts";
import { HEARTBEAT_LOOK_SECONDS } from "./schema/limits.ts";

/** What the catalogue says of a service, as the fold needs it. `speed`: how many times faster than real time the network runs. */
export function factsOf(
  { id, endpoints, dependsOn, maintenance, allowPrivate }: Omit<Service, "official">,
  speed = 1,
): ServiceFacts {
  return {
    id,
    dependsOn,
    maintenance: maintenance.map(({ from, to, reason }) => ({
      from: parseInstant(from) ?? 0,
      to: parseInstant(to) ?? 0,
      reason,
    })),
    reach: allowPrivate ? "private" : "internet",
    endpoints: endpoints.map(({ id: endpoint, essential, provider, check }) => ({
      id: endpoint,
      essential,
      intervalMs: (lookSeconds(check) * 1_000) / speed,
      ...(provider === undefined ? {} : { provider }),
    })),
  };
}

/** Seconds between two observations: a heartbeat is looked for every minute, however seldom it is due. */
function lookSeconds(check: Check): number {
  return check.prober === "heartbeat" ? HEARTBEAT_LOOK_SECONDS : check.intervalSeconds;
}
