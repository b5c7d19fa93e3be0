import { z } from "zod";
import { Service } from "../../../shared/schema/index.ts";

/** What is watched, and the version of it. */

export type WatchedService = Service & { readonly simulated: boolean };

const Row = z.object({ simulated: z.number(), body: z.string() });

export async function listServices(db: D1Database, { simulated }: { simulated: boolean }): Promise<WatchedService[]> {
  const { results } = await db
    .prepare("SELECT simulated, body FROM services WHERE simulated = ? ORDER BY id")
    .bind(simulated ? 1 : 0)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map((row) => ({ ...Service.parse(JSON.parse(row.body)), simulated: row.simulated === 1 }));
}

/** Changes whenever any service does. */
export async function servicesVersion(db: D1Database): Promise<string> {
  const row = await db.prepare("SELECT value FROM settings WHERE key = 'services_version'").first();
  return row === null ? "0" : z.object({ value: z.string() }).parse(row).value;
}

/** One service as it was written; `null` when it is not watched. */
export async function findService(db: D1Database, id: string): Promise<WatchedService | null> {
  const row = await db.prepare("SELECT simulated, body FROM services WHERE id = ?").bind(id).first();
  if (row === null) return null;
  const { simulated, body } = Row.parse(row);
  return { ...Service.parse(JSON.parse(body)), simulated: simulated === 1 };
}
