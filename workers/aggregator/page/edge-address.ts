import type { Context } from "hono";
import type { Api } from "../api/context.ts";
import { readerLanguage } from "./language.ts";

/**
 * Under which address the edge keeps a page: what pages read of an address, and the language that it is answered in.
 * Nothing that depends on who asks may be kept so.
 */
export function pageAddress(c: Context<Api>): string {
  const url = new URL(c.req.url);
  const { language, asked } = readerLanguage(c.req.query("lang"), c.req.header("accept-language"));
  const address = new URL(url.pathname, url.origin);
  for (const name of READ) {
    const value = url.searchParams.get(name);
    if (value !== null) address.searchParams.set(name, value);
  }
  // Links carry the language on only where it was asked for, so the two are different pages.
  address.searchParams.set("in", asked === null ? language : `${language}!`);
  return address.href;
}

/** Parameters that pages read; others are left out, so that they make no pages of their own. */
const READ = ["kiosk", "at", "service", "phase", "cursor"];
