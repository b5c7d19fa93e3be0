import { z } from "zod";
import { Verdict } from "../../../shared/schema/index.ts";

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
