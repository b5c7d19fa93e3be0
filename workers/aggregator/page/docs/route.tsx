import type { Hono } from "hono";
import { etag } from "hono/etag";
import type { Api } from "../../api/context.ts";
import { viewOf } from "../view-of.ts";
import { DocsPage } from "./docs.tsx";
import { describe } from "./document.ts";
import { llmsText } from "./llms.ts";

/** The reference for people, and the short one for machines. Both change only when the network is deployed anew. */

const CACHE = "public, max-age=300, stale-while-revalidate=3600";

export function docsRoutes(app: Hono<Api>, openApi: () => unknown): void {
  app.get("/docs", etag(), async (c) => {
    const body = await (<DocsPage view={viewOf(c)} described={describe(openApi())} />);
    c.header("vary", "Accept-Language");
    return c.html(`<!doctype html>${body}`, 200, { "cache-control": CACHE });
  });
  app.get("/llms.txt", etag(), (c) =>
    c.text(llmsText(describe(openApi()), new URL(c.req.url).origin), 200, { "cache-control": CACHE }),
  );
}
