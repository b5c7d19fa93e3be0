import type { Context, Hono } from "hono";
import { etag } from "hono/etag";
import type { Api } from "../api/context.ts";
import { edgeKept } from "../api/edge-cache.ts";
import { assetRoutes } from "./assets.ts";
import { checkPageRoutes } from "./check-route.tsx";
import { docsRoutes } from "./docs/route.tsx";
import { pageAddress } from "./edge-address.ts";
import { HomePage } from "./home.tsx";
import { IncidentPage } from "./incident.tsx";
import { IncidentsPage } from "./incident-list.tsx";
import { PAGE_SECONDS } from "./limits.ts";
import { loadHome } from "./load/home.ts";
import { loadIncident } from "./load/incident.ts";
import { loadIncidents } from "./load/incidents.ts";
import { loadRegion, loadRegions } from "./load/regions.ts";
import { loadService } from "./load/service.ts";
import { meRoute } from "./me-route.tsx";
import { RegionPage } from "./region.tsx";
import { RegionsPage } from "./regions.tsx";
import { reportPageRoutes } from "./report-route.tsx";
import { ServicePage } from "./service.tsx";
import { subscribeRoutes } from "./subscribe/route.tsx";
import { viewOf } from "./view-of.ts";

/** The pages and what belongs to them. Each is whole without scripts; the scripts fetch the same pages again. */

export function pageRoutes(app: Hono<Api>, openApi: () => unknown): void {
  assetRoutes(app);
  const shared = [etag(), edgeKept(pageAddress)] as const;
  app.get("/", ...shared, async (c) => page(c, <HomePage view={viewOf(c)} home={await loadHome(c)} />));
  app.get("/s/:id", ...shared, async (c) =>
    page(c, <ServicePage view={viewOf(c)} data={await loadService(c, c.req.param("id"))} />),
  );
  app.get("/incidents", ...shared, async (c) =>
    page(c, <IncidentsPage view={viewOf(c)} list={await loadIncidents(c)} />),
  );
  app.get("/incidents/:id", ...shared, async (c) =>
    page(c, <IncidentPage view={viewOf(c)} data={await loadIncident(c, c.req.param("id"))} />),
  );
  app.get("/regions", ...shared, async (c) => page(c, <RegionsPage view={viewOf(c)} regions={await loadRegions(c)} />));
  app.get("/regions/:id", ...shared, async (c) =>
    page(c, <RegionPage view={viewOf(c)} region={await loadRegion(c, c.req.param("id"))} />),
  );
  docsRoutes(app, openApi);
  checkPageRoutes(app);
  meRoute(app);
  reportPageRoutes(app);
  subscribeRoutes(app);
}

async function page(c: Context<Api>, body: unknown): Promise<Response> {
  const { browser, stale } = PAGE_SECONDS;
  return c.html(`<!doctype html>${await body}`, 200, {
    "content-language": viewOf(c).language,
    "cache-control": `public, max-age=${browser}, stale-while-revalidate=${stale}`,
    vary: "Accept-Language",
  });
}
