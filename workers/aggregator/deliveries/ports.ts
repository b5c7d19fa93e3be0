import type { Config } from "../config.ts";
import { TARGET_KNOWN_MS } from "../limits.ts";
import type { Judged } from "../sources/look-up.ts";
import { judgeReach, judgeTarget } from "./guard.ts";
import type { PostPorts } from "./post.ts";

/** The platform as deliveries see it. `origin`: how the network itself is reached, as far as is known. */
export function postPorts(config: Config, origin: () => string): PostPorts {
  // Called without an owner, the platform's own refuses.
  const fetchHere: typeof fetch = (input, init) => fetch(input, init);
  const known = new Map<string, number>();
  const judge = async (url: string, signal: AbortSignal): Promise<Judged> => {
    const rules = { allowPrivate: config.deliverToPrivate, origin: origin() };
    const judged = judgeTarget(url, rules);
    if (judged.kind !== "allowed") return judged;
    const { host } = new URL(url);
    if ((known.get(host) ?? 0) > Date.now()) return judged;
    const reached = await judgeReach(url, { rules, fetch: fetchHere, signal });
    known.clear();
    if (reached.kind === "allowed") known.set(host, Date.now() + TARGET_KNOWN_MS);
    return reached;
  };
  return {
    fetch: fetchHere,
    clock: () => Date.now(),
    userAgent: `Downwhere/0.1 (+${config.contactUrl}; webhooks)`,
    judge,
  };
}
