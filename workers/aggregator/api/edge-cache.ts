import type { Context, MiddlewareHandler } from "hono";
import { type Api, configOf } from "./context.ts";

/**
 * The same public read twice within seconds is answered by the edge that has just answered it: neither KV, nor D1, nor
 * the Fusion object is asked, however many people ask at once. An answer says its `asOf` itself, so one that is given again
 * is as honest as it was. What is private, refused or for somebody with a key is never kept.
 */

const READ = /^public\b/;

/** `addressOf` names everything that the answer depends on: of the headers of whoever asks, nothing else has a part in it. */
export const edgeKept =
  (addressOf: (c: Context<Api>) => string): MiddlewareHandler<Api> =>
  async (c, next) => {
    const { edgeSeconds } = configOf(c);
    if (edgeSeconds === 0 || c.req.method !== "GET" || c.req.header("authorization") !== undefined) return next();
    const key = new Request(addressOf(c));
    const known = await caches.default.match(key).catch(missed);
    if (known !== undefined) {
      c.res = new Response(known.body, known);
      return undefined;
    }
    await next();
    const { status, headers } = c.res;
    if (status !== 200 || !READ.test(headers.get("cache-control") ?? "")) return undefined;
    const kept = new Response(c.res.clone().body, c.res);
    kept.headers.set("cache-control", `public, max-age=${edgeSeconds}`);
    c.executionCtx.waitUntil(caches.default.put(key, kept).catch(missed));
    return undefined;
  };

/** By its address alone. */
export const edgeCache = edgeKept((c) => c.req.url);

/** A cache that cannot be asked is one that knows nothing: it is there to save work, and everything works without it. */
function missed(error: unknown): undefined {
  console.warn("the edge's cache is away", { error: String(error) });
  return undefined;
}
