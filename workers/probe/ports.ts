import type { PlaceId } from "../../shared/schema/index.ts";
import { createSemaphore } from "../../shared/semaphore.ts";
import type { Config } from "./config.ts";
import { CONCURRENCY, CONTROL_TIMEOUT_MS, RESOLVE_TTL_MS } from "./limits.ts";
import { userAgentOf } from "./request.ts";
import { createResolver, type Resolver } from "./resolve.ts";
import type { RoundPorts } from "./run-round.ts";
import { tcpPort } from "./sockets.ts";

/** The platform as the probe's code sees it. One resolver per place, kept by the isolate so that its cache outlives a round. */

const resolvers = new Map<PlaceId, Resolver>();

export function roundPorts(config: Config, place: PlaceId): RoundPorts {
  const fetchHere: typeof fetch = (input, init) => fetch(input, init);
  const steady = () => performance.now();
  const asking = {
    fetch: fetchHere,
    ttlMs: RESOLVE_TTL_MS / config.speed,
    userAgent: userAgentOf(place, config),
    timeoutMs: CONTROL_TIMEOUT_MS,
  };
  const resolve = resolvers.get(place) ?? createResolver(asking);
  resolvers.set(place, resolve);
  // A simulated internet answers fetch() alone: a socket would lead to the real one.
  const sockets = config.simulated ? {} : { tcp: tcpPort(place) };
  const admit = createSemaphore(CONCURRENCY);
  return { fetch: fetchHere, ...sockets, steady, resolve, sleep: (ms) => scheduler.wait(ms), admit };
}
