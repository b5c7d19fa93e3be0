import { z } from "zod";
import { State, Verdict } from "../../../shared/schema/index.ts";

/** The changes of a service's verdict, newest first. */

const Row = z.object({ at: z.number(), body: z.string() });

export async function listVerdicts(
  db: D1Database,
  { service, before, limit }: { service: string; before?: number | undefined; limit: number },
): Promise<{ items: Verdict[]; next: number | null }> {
  const { results } = await db
    .prepare("SELECT at, body FROM verdict_changes WHERE service = ? AND at < ? ORDER BY at DESC LIMIT ?")
    .bind(service, before ?? Number.MAX_SAFE_INTEGER, limit + 1)
    .all();
  const rows = z.array(Row).parse(results);
  const page = rows.slice(0, limit);
  return {
    items: page.map(({ body }) => Verdict.parse(JSON.parse(body))),
    next: rows.length > limit ? (page.at(-1)?.at ?? null) : null,
  };
}

const Change = z.object({ at: z.number(), state: State });

/** Changes of the state alone since a time, with the one in force then; oldest first, and of too many the newest. */
export async function stateChanges(
  db: D1Database,
  { service, from, limit }: { service: string; from: number; limit: number },
): Promise<z.infer<typeof Change>[]> {
  const { results } = await db
    .prepare(
      `SELECT at, state FROM (
        SELECT at, state, LAG(state) OVER (ORDER BY at) AS before FROM (
          SELECT at, json_extract(body, '$.state') AS state FROM verdict_changes WHERE service = ?1
          AND at >= coalesce((SELECT max(at) FROM verdict_changes WHERE service = ?1 AND at <= ?2), ?2)
        )
      ) WHERE before IS NULL OR before <> state ORDER BY at DESC LIMIT ?3`,
    )
    .bind(service, from, limit)
    .all();
  return z.array(Change).parse(results).reverse();
}

/** The changes of all services between two times, oldest first. `services` leads, so that each is read by its key. */
export async function changesBetween(
  db: D1Database,
  { after, until, limit }: { after: number; until: number; limit: number },
): Promise<Verdict[]> {
  const { results } = await db
    .prepare(
      `SELECT change.at AS at, change.body AS body FROM services AS watched
       CROSS JOIN verdict_changes AS change ON change.service = watched.id AND change.at > ? AND change.at <= ?
       ORDER BY change.at LIMIT ?`,
    )
    .bind(after, until, limit)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map(({ body }) => Verdict.parse(JSON.parse(body)));
}
