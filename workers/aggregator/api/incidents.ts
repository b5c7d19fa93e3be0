import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { z as zod } from "zod";
import { Incident, Phase } from "../../../shared/schema/index.ts";
import { findIncident, listIncidents } from "../store/incidents.ts";
import { type Api, dated, frontOf } from "./context.ts";
import { Paging, readCursor, writeCursor } from "./cursor.ts";
import { Refusal } from "./problem.ts";
import { answers, IncidentList, OneIncident } from "./schemas.ts";

/** Incidents, newest first. What D1 holds; with D1 away, those that are not over, and the answer says that it is stale. */

const Filter = Paging.extend({
  service: z
    .string()
    .max(64)
    .optional()
    .openapi({ param: { name: "service", in: "query" } }),
  phase: Phase.optional().openapi({ param: { name: "phase", in: "query" } }),
});
const Param = z.object({
  id: z
    .string()
    .max(128)
    .openapi({ param: { name: "id", in: "path" } }),
});
const list = createRoute({
  method: "get",
  path: "/v1/incidents",
  summary: "Incidents, newest first",
  request: { query: Filter },
  responses: answers(IncidentList, "A page of incidents."),
});
const one = createRoute({
  method: "get",
  path: "/v1/incidents/{id}",
  summary: "One incident with its timeline",
  request: { params: Param },
  responses: answers(OneIncident, "The incident."),
});

const Mark = zod.object({ suspectedAt: zod.number(), id: zod.string() });

export function incidentRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(list, async (c) => {
    const { limit, cursor, service, phase } = c.req.valid("query");
    const before = readCursor(cursor, Mark);
    const front = await frontOf(c);
    try {
      const page = await listIncidents(c.env.DB, { service, phase, before, limit });
      const current = new Map(front.snapshot.incidents.map((incident) => [incident.id, incident]));
      const items = page.items.map((incident) => current.get(incident.id) ?? zod.encode(Incident, incident));
      return c.json({ ...dated(front), items, next: page.next === null ? null : writeCursor(page.next) }, 200);
    } catch (error) {
      console.warn("incidents from the snapshot: D1 is away", { error: String(error) });
      const items = front.snapshot.incidents.filter(
        (incident) =>
          (service === undefined || incident.service === service) && (phase === undefined || incident.phase === phase),
      );
      return c.json({ ...dated(front), stale: true, items, next: null }, 200);
    }
  });

  api.openapi(one, async (c) => {
    const { id } = c.req.valid("param");
    const front = await frontOf(c);
    const current = front.snapshot.incidents.find((candidate) => candidate.id === id);
    const stored = current === undefined ? await findIncident(c.env.DB, id) : null;
    const incident = current ?? (stored === null ? null : zod.encode(Incident, stored));
    if (incident === null) throw new Refusal(404, `There is no incident "${id}". /v1/incidents lists them.`);
    return c.json({ ...incident, ...dated(front) }, 200);
  });
}
