import type { Context } from "hono";
import type { Api } from "../api/context.ts";

/**
 * What is dear to compute and moves slowly, kept for some seconds in the cache of the data centre. `key` must name everything
 * that the answer depends on, and nothing of who asks.
 */
export async function kept<T>(
  c: Context<Api>,
  { key, seconds }: { key: string; seconds: number },
  make: () => Promise<T>,
): Promise<T> {
  const address = new URL(`/kept/${key}`, c.req.url).href;
  const known = await caches.default.match(address);
  // Written below and by nothing else: no route answers there.
  if (known !== undefined) return known.json<T>();
  const made = await make();
  const answer = Response.json(made, { headers: { "cache-control": `max-age=${seconds}` } });
  c.executionCtx.waitUntil(caches.default.put(address, answer));
  return made;
}
