import type { Context, Hono } from "hono";
import { z } from "zod";
import { mapOf } from "../../../shared/geo/map.ts";
import { Incident } from "../../../shared/schema/index.ts";
import { type Api, dated, frontOf } from "../api/context.ts";
import { lineOf } from "../api/services.ts";
import { listIncidents } from "../store/incidents.ts";
import { type Home, HomePage, Live } from "./home.tsx";
import script from "./live.client.js";
import { reportPageRoutes } from "./report-route.tsx";
import style from "./style.css";

/** The page and its parts. It is whole without scripts; the script renews the live part. */

const INCIDENTS_SHOWN = 8;

export function pageRoutes(app: Hono<Api>): void {
  reportPageRoutes(app);
  app.get("/", async (c) => c.html(`<!doctype html>${await (<HomePage {...(await homeOf(c))} />)}`));
  app.get("/live", async (c) => c.html(<Live {...(await homeOf(c))} />, 200, { "cache-control": "no-store" }));
  app.get("/live.js", (c) =>
    c.body(script, 200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=300" }),
  );
  app.get("/style.css", (c) =>
    c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=300" }),
  );
}

async function homeOf(c: Context<Api>): Promise<Home> {
  const front = await frontOf(c);
  return {
    ...dated(front),
    map: mapOf(front.snapshot, { service: null, stale: front.stale }),
    services: front.snapshot.services.map((service) => ({
      ...lineOf(service),
      because: service.verdict.because[0] ?? "",
    })),
    incidents: await incidentsOf(c, front.snapshot.incidents),
    probes: front.snapshot.regions,
  };
}

/** The newest incidents; with D1 away, those that are not over. */
async function incidentsOf(c: Context<Api>, current: Home["incidents"]): Promise<Home["incidents"]> {
  try {
    const { items } = await listIncidents(c.env.DB, { limit: INCIDENTS_SHOWN });
    return items.map((incident) => z.encode(Incident, incident));
  } catch (error) {
    console.warn("page without past incidents: D1 is away", { error: String(error) });
    return current;
  }
}
