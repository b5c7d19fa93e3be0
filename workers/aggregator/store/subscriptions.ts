import { z } from "zod";
import { SUBSCRIPTIONS_MAX, UNCONFIRMED_KEPT_MS } from "../../../shared/notify/limits.ts";
import { SubscriptionStatus } from "../../../shared/notify/subscription.ts";
import { SubscriptionId } from "../../../shared/schema/ids.ts";

/** Where subscriptions are found: who may manage them, and which there are. What they say is in an object of their own each. */

const Row = z.object({
  id: SubscriptionId,
  manage_key_sha256: z.string(),
  api_key: z.string().nullable(),
  host: z.string(),
  status: SubscriptionStatus,
  format: z.string(),
  description: z.string(),
  created_at: z.number(),
  waiting: z.number(),
  delivered: z.number(),
  dead: z.number(),
  skipped: z.number(),
});
export type SubscriptionRow = z.infer<typeof Row>;

export type Mirrored = Pick<
  SubscriptionRow,
  "host" | "status" | "format" | "description" | "waiting" | "delivered" | "dead" | "skipped"
>;

export async function findSubscription(db: D1Database, id: string): Promise<SubscriptionRow | null> {
  const row = await db.prepare("SELECT * FROM subscriptions WHERE id = ?").bind(id).first();
  return row === null ? null : Row.parse(row);
}

/** All of them, or those of one key, the oldest first. */
export async function listSubscriptions(
  db: D1Database,
  { apiKey }: { apiKey: string | null },
): Promise<SubscriptionRow[]> {
  const { results } = await db
    .prepare("SELECT * FROM subscriptions WHERE ?1 IS NULL OR api_key = ?1 ORDER BY created_at, id LIMIT ?2")
    .bind(apiKey, SUBSCRIPTIONS_MAX)
    .all();
  return z.array(Row).parse(results);
}

/** Those that events are handed to: control of the target is proven, or was. */
export async function toldSubscriptions(db: D1Database): Promise<SubscriptionId[]> {
  const { results } = await db
    .prepare("SELECT id FROM subscriptions WHERE status <> 'pending' ORDER BY id LIMIT ?")
    .bind(SUBSCRIPTIONS_MAX)
    .all();
  return z
    .array(z.object({ id: SubscriptionId }))
    .parse(results)
    .map(({ id }) => id);
}

/** How many there are: in all, of one key, and to one host without a key. */
export async function countSubscriptions(
  db: D1Database,
  { apiKey, host }: { apiKey: string | null; host: string },
): Promise<{ all: number; ofKey: number; ofHost: number }> {
  const row = await db
    .prepare(
      "SELECT count(*) AS n, count(CASE WHEN api_key = ?1 THEN 1 END) AS of_key, count(CASE WHEN host = ?2 AND api_key IS NULL THEN 1 END) AS of_host FROM subscriptions",
    )
    .bind(apiKey, host)
    .first();
  const { n, of_key, of_host } = z.object({ n: z.number(), of_key: z.number(), of_host: z.number() }).parse(row);
  return { all: n, ofKey: of_key, ofHost: of_host };
}

export async function insertSubscription(
  db: D1Database,
  row: Pick<SubscriptionRow, "id" | "api_key" | "host" | "format" | "description" | "created_at" | "manage_key_sha256">,
): Promise<void> {
  await db
    .prepare(
      "INSERT INTO subscriptions (id, manage_key_sha256, api_key, host, status, format, description, created_at) VALUES (?, ?, ?, ?, 'pending', ?, ?, ?)",
    )
    .bind(row.id, row.manage_key_sha256, row.api_key, row.host, row.format, row.description, row.created_at)
    .run();
}

/** Takes over what an object says of itself. */
export async function mirrorSubscription(db: D1Database, id: string, seen: Mirrored): Promise<void> {
  await db
    .prepare(
      "UPDATE subscriptions SET host = ?, status = ?, format = ?, description = ?, waiting = ?, delivered = ?, dead = ?, skipped = ? WHERE id = ?",
    )
    .bind(
      seen.host,
      seen.status,
      seen.format,
      seen.description,
      seen.waiting,
      seen.delivered,
      seen.dead,
      seen.skipped,
      id,
    )
    .run();
}

export async function deleteSubscription(db: D1Database, id: string): Promise<void> {
  await db.batch(
    ["subscriptions", "lagging_subscriptions"].map((table) => db.prepare(`DELETE FROM ${table} WHERE id = ?`).bind(id)),
  );
}

/** Those that nobody has confirmed in time. */
export async function unconfirmed(db: D1Database, now: number): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT id FROM subscriptions WHERE status = 'pending' AND created_at < ? LIMIT 50")
    .bind(now - UNCONFIRMED_KEPT_MS)
    .all();
  return z
    .array(z.object({ id: z.string() }))
    .parse(results)
    .map(({ id }) => id);
}
