import { Colo } from "../../shared/schema/index.ts";
import { COLO_TRACE_URL } from "./limits.ts";

/**
 * Asks where this code really runs: a location hint is only a hint. The answer is Cloudflare's own trace page
 * (`colo=AMS`), the technique of where.durableobjects.live. `null` when it cannot be told; the next round asks again.
 */
export async function discoverColo(options: {
  fetch: typeof fetch;
  userAgent: string;
  timeoutMs: number;
}): Promise<Colo | null> {
  try {
    const response = await options.fetch(COLO_TRACE_URL, {
      headers: { "user-agent": options.userAgent },
      signal: AbortSignal.timeout(options.timeoutMs),
      cache: "no-store",
    });
    const colo = /^colo=([A-Z]{3})$/m.exec(await response.text())?.[1];
    return colo === undefined ? null : Colo.parse(colo);
  } catch {
    // Not knowing where we are is an answer; the round itself says whether the internet can be reached.
    return null;
  }
}
