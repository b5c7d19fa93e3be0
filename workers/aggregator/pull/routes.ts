import type { OpenAPIHono } from "@hono/zod-openapi";
import { cors } from "hono/cors";
import { etag } from "hono/etag";
import type { Api } from "../api/context.ts";
import { badgeRoutes } from "./badges.ts";
import { calendarRoutes } from "./calendars.ts";
import { feedRoutes } from "./feeds.ts";
import { metricRoutes } from "./metrics.ts";
import { oEmbedRoutes } from "./oembed.ts";
import { statuspageRoutes } from "./statuspage.ts";
import { uptimeRoutes } from "./uptime.ts";

/** What others pull in shapes that are not ours. Open to every origin, and unchanged is told without a body. */
export function pullRoutes(api: OpenAPIHono<Api>): void {
  for (const path of [
    "/feed.atom",
    "/feed.json",
    "/feed/*",
    "/calendar.ics",
    "/calendar/*",
    "/badge/*",
    "/oembed",
    "/api/v2/*",
    "/s/:id/api/v2/*",
  ])
    api.use(path, cors({ origin: "*", allowMethods: ["GET", "HEAD", "OPTIONS"] }), etag());
  feedRoutes(api);
  calendarRoutes(api);
  badgeRoutes(api);
  uptimeRoutes(api);
  metricRoutes(api);
  statuspageRoutes(api);
  oEmbedRoutes(api);
}
