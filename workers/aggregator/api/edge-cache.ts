import type { MiddlewareHandler } from "hono";
import { type Api, configOf } from "./context.ts";

/**
 * The same public read twice within seconds is answered by the edge that has just answered it: neither KV, nor D1, nor
 * the Fusion object is asked, however many people ask at once. An answer says its `asOf` itself, so one that is given again
 * is as honest as it was. What is private, refused or for somebody with a key is never kept.
 */

const READ = /^public\b/;

export const edgeCache: MiddlewareHandler<Api> = async (c, next) => {
  const { edgeSeconds } = configOf(c);
  if (edgeSeconds === 0 || c.req.method !== "GET" || c.req.header("authorization") !== undefined) return next();
  // By its address alone: the headers of whoever asks have no part in a public read.
  const key = new Request(c.req.url);
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

/** A cache that cannot be asked is one that knows nothing: it is there to save work, and everything works without it. */
function missed(error: unknown): undefined {
  console.warn("the edge's cache is away", { error: String(error) });
  return undefined;
}
