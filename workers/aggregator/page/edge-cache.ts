import type { MiddlewareHandler } from "hono";
import type { Api } from "../api/context.ts";
import { readerLanguage } from "./language.ts";
import { PAGE_SECONDS } from "./limits.ts";

/**
 * Pages are made once in a few seconds per data centre and language, however many people look: the platform runs a worker
 * before its cache, so the worker keeps its own answers there. Nothing that depends on who asks may pass through this.
 */
export const edgeCached: MiddlewareHandler<Api> = async (c, next) => {
  const key = keyOf(c.req.url, c.req.header("accept-language"));
  const known = await caches.default.match(key);
  if (known === undefined) await next();
  else c.res = new Response(known.body, known);
  if (c.res.status !== 200) return;
  if (known === undefined) {
    const kept = c.res.clone();
    // For that many seconds and no longer; the language is in the key, as the cache knows of no other way to vary.
    kept.headers.set("cache-control", `max-age=${PAGE_SECONDS.edge}`);
    kept.headers.delete("vary");
    c.executionCtx.waitUntil(caches.default.put(key, kept));
  }
  c.header("cache-control", `public, max-age=${PAGE_SECONDS.browser}, stale-while-revalidate=${PAGE_SECONDS.stale}`);
  c.header("vary", "Accept-Language", { append: true });
};

/** The address without what pages do not read, and the language that it is answered in. */
function keyOf(address: string, acceptLanguage: string | undefined): string {
  const url = new URL(address);
  const { language } = readerLanguage(url.searchParams.get("lang") ?? undefined, acceptLanguage);
  const read = ["kiosk", "at", "service", "phase", "cursor", "live"];
  const key = new URL(url.pathname, url.origin);
  for (const name of read) {
    const value = url.searchParams.get(name);
    if (value !== null) key.searchParams.set(name, value);
  }
  // Links carry the language on only where it was asked for, so the two are different pages.
  key.searchParams.set("in", `${language}${url.searchParams.has("lang") ? "!" : ""}`);
  return key.href;
}
