import type { Context } from "hono";
import { z } from "zod";
import { mapOf } from "../../../../shared/geo/map.ts";
import { Incident } from "../../../../shared/schema/index.ts";
import { type Api, dated, frontOf } from "../../api/context.ts";
import { lineOf } from "../../api/services.ts";
import { listIncidents } from "../../store/incidents.ts";
import type { Home } from "../home.tsx";
import { INCIDENTS_SHOWN } from "../limits.ts";
import { orElse } from "./or-else.ts";

/** What the first page shows. With D1 away: the incidents that are not over. */
export async function loadHome(c: Context<Api>): Promise<Home> {
  const front = await frontOf(c);
  const stored = listIncidents(c.env.DB, { limit: INCIDENTS_SHOWN.home }).then(({ items }) =>
    items.map((incident) => z.encode(Incident, incident)),
  );
  return {
    ...dated(front),
    map: mapOf(front.snapshot, { service: null, stale: front.stale }),
    failing: front.snapshot.services.filter(({ verdict }) => verdict.state === "down" || verdict.state === "degraded"),
    services: front.snapshot.services.map((service) => ({
      ...lineOf(service),
      because: service.verdict.because[0] ?? "",
    })),
    incidents: await orElse("past incidents", stored, front.snapshot.incidents),
    probes: front.snapshot.regions,
  };
}
