import { z } from "zod";
import { Looks } from "../../../shared/schema/index.ts";

/** Looks made besides the schedule: one row a minute and shard, and none while nothing fails. */

const Row = z.object({ at: z.number(), body: z.string() });
const Body = z.array(Looks);

/** The key makes a second write of the same minute a no-op. */
export async function insertExtraLooks(
  db: D1Database,
  { shard, at, looks }: { shard: string; at: number; looks: readonly Looks[] },
): Promise<void> {
  await db
    .prepare("INSERT OR IGNORE INTO extra_looks (at, shard, body) VALUES (?, ?, ?)")
    .bind(at, shard, JSON.stringify(z.encode(Body, [...looks])))
    .run();
}

/** What was written after a time, oldest first. A row that cannot be read is skipped: the others still count. */
export async function extraLooksAfter(
  db: D1Database,
  { shard, after, limit }: { shard: string; after: number; limit: number },
): Promise<Looks[]> {
  const { results } = await db
    .prepare("SELECT at, body FROM extra_looks WHERE at > ? AND shard = ? ORDER BY at LIMIT ?")
    .bind(after, shard, limit)
    .all();
  return z
    .array(Row)
    .parse(results)
    .flatMap(({ body }) => Body.safeParse(JSON.parse(body)).data ?? []);
}

/** Deletes at most `limit` rows written before `before`. */
export async function pruneExtraLooks(
  db: D1Database,
  { before, limit }: { before: number; limit: number },
): Promise<void> {
  await db
    .prepare("DELETE FROM extra_looks WHERE (at, shard) IN (SELECT at, shard FROM extra_looks WHERE at < ? LIMIT ?)")
    .bind(before, limit)
    .run();
}
