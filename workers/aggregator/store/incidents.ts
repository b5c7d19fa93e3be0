import { z } from "zod";
import { formatInstant, Incident } from "../../../shared/schema/index.ts";

/** Incidents as they were last written, newest first. */

const Row = z.object({ id: z.string(), suspected_at: z.number(), body: z.string() });

export type IncidentMark = { readonly suspectedAt: number; readonly id: string };

export async function listIncidents(
  db: D1Database,
  query: {
    readonly service?: string | undefined;
    readonly phase?: string | undefined;
    readonly before?: IncidentMark | undefined;
    readonly limit: number;
  },
): Promise<{ items: Incident[]; next: IncidentMark | null }> {
  const conditions: string[] = [];
  const cells: (string | number)[] = [];
  const where = (condition: string, ...values: (string | number)[]) => {
    conditions.push(condition);
    cells.push(...values);
  };
  if (query.service !== undefined) where("service = ?", query.service);
  if (query.phase !== undefined) where("phase = ?", query.phase);
  if (query.before !== undefined) where("(suspected_at, id) < (?, ?)", query.before.suspectedAt, query.before.id);
  const filter = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  const { results } = await db
    .prepare(`SELECT id, suspected_at, body FROM incidents ${filter} ORDER BY suspected_at DESC, id DESC LIMIT ?`)
    .bind(...cells, query.limit + 1)
    .all();
  const rows = z.array(Row).parse(results);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ body }) => Incident.parse(JSON.parse(body))),
    next: rows.length > query.limit && last ? { suspectedAt: last.suspected_at, id: last.id } : null,
  };
}

export async function findIncident(db: D1Database, id: string): Promise<Incident | null> {
  const row = await db.prepare("SELECT id, suspected_at, body FROM incidents WHERE id = ?").bind(id).first();
  return row === null ? null : Incident.parse(JSON.parse(Row.parse(row).body));
}

/** Incidents that were opened, newest first; of one service or of all, and all of them or those that are not over. */
export async function openedIncidents(
  db: D1Database,
  { service, unresolved, limit }: { service: string | null; unresolved: boolean; limit: number },
): Promise<Incident[]> {
  const { results } = await db
    .prepare(
      `SELECT id, suspected_at, body FROM incidents WHERE phase IN (${unresolved ? "'open', 'recovering'" : "'open', 'recovering', 'resolved'"})
       AND service = coalesce(?, service) ORDER BY suspected_at DESC, id DESC LIMIT ?`,
    )
    .bind(service, limit)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map(({ body }) => Incident.parse(JSON.parse(body)));
}

/** Incidents of a service that may reach into the time after `from`: those that began then, or are not over. */
export async function incidentsSince(
  db: D1Database,
  { service, from, limit }: { service: string; from: number; limit: number },
): Promise<Incident[]> {
  const { results } = await db
    .prepare(
      `SELECT id, suspected_at, body FROM incidents WHERE service = ?1 AND (suspected_at >= ?2 OR phase IN ('open', 'recovering')
       OR json_extract(body, '$.resolvedAt') > ?4)
       ORDER BY suspected_at DESC LIMIT ?3`,
    )
    .bind(service, from, limit, formatInstant(from))
    .all();
  return z
    .array(Row)
    .parse(results)
    .map(({ body }) => Incident.parse(JSON.parse(body)));
}
