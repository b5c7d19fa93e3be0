import type { Context } from "hono";
import type { Api } from "../api/context.ts";
import { pageWords, readerLanguage } from "./language.ts";
import type { View } from "./view.ts";

/** The reader's view, from the request alone: nothing is kept of anybody between two of them. */
export function viewOf(c: Context<Api>): View {
  const { language, asked } = readerLanguage(c.req.query("lang"), c.req.header("accept-language"));
  return {
    language,
    words: pageWords(language),
    asked,
    origin: new URL(c.req.url).origin,
    path: c.req.path,
    kiosk: c.req.query("kiosk") !== undefined,
  };
}
