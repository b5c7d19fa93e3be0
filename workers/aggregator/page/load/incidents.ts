import type { Context } from "hono";
import { z } from "zod";
import { Incident, Phase } from "../../../../shared/schema/index.ts";
import { type Api, dated, frontOf } from "../../api/context.ts";
import { readCursor, writeCursor } from "../../api/cursor.ts";
import { listIncidents } from "../../store/incidents.ts";
import type { Incidents } from "../incident-list.tsx";
import { INCIDENTS_SHOWN } from "../limits.ts";
import { orElse } from "./or-else.ts";

/** One page of the list. With D1 away: the incidents that are not over, and the page says that it is stale. */

const Mark = z.object({ suspectedAt: z.number(), id: z.string() });

export async function loadIncidents(c: Context<Api>): Promise<Incidents> {
  const front = await frontOf(c);
  const names = new Map(front.snapshot.services.map(({ id, name }) => [id as string, name] as const));
  const asked = c.req.query("service") ?? "";
  const service = names.has(asked) ? asked : null;
  const wanted = Phase.safeParse(c.req.query("phase"));
  const phase = wanted.success ? wanted.data : null;
  const before = readCursor(c.req.query("cursor"), Mark);
  const filter = { service: service ?? undefined, phase: phase ?? undefined, before };
  const page = await orElse(
    "past incidents",
    listIncidents(c.env.DB, { ...filter, limit: INCIDENTS_SHOWN.list }),
    null,
  );
  const common = { ...dated(front), names, service, phase };
  if (page === null) {
    const current = front.snapshot.incidents.filter(
      (incident) => (service === null || incident.service === service) && (phase === null || incident.phase === phase),
    );
    return { ...common, stale: true, incidents: current, next: null };
  }
  return {
    ...common,
    incidents: page.items.map((incident) => z.encode(Incident, incident)),
    next: page.next === null ? null : writeCursor(page.next),
  };
}
