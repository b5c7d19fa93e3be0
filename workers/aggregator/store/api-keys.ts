import { z } from "zod";
import { ApiKey, Scope } from "../../../shared/schema/api-key.ts";
import { formatInstant } from "../../../shared/schema/index.ts";
import { API_KEYS_MAX } from "../limits.ts";

/** API keys: what they may do, since when, and until when. The key itself is stored nowhere, only its SHA-256. */

const Row = z.object({
  id: ApiKey.shape.id,
  name: z.string(),
  scopes: z.string(),
  max_subscriptions: z.number(),
  created_at: z.number(),
  revoked_at: z.number().nullable(),
});
const COLUMNS = "id, name, scopes, max_subscriptions, created_at, revoked_at";

export async function listApiKeys(db: D1Database): Promise<ApiKey[]> {
  const { results } = await db
    .prepare(`SELECT ${COLUMNS} FROM api_keys ORDER BY created_at, id LIMIT ?`)
    .bind(API_KEYS_MAX)
    .all();
  return z.array(Row).parse(results).map(keyOf);
}

export async function findApiKey(db: D1Database, by: { id: string } | { sha256: string }): Promise<ApiKey | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["key_sha256", by.sha256];
  const row = await db.prepare(`SELECT ${COLUMNS} FROM api_keys WHERE ${column} = ?`).bind(value).first();
  return row === null ? null : keyOf(Row.parse(row));
}

export async function insertApiKey(
  db: D1Database,
  key: Pick<ApiKey, "id" | "name" | "scopes" | "maxSubscriptions"> & { sha256: string; createdAt: number },
): Promise<void> {
  await db
    .prepare(
      "INSERT INTO api_keys (id, key_sha256, name, scopes, max_subscriptions, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(key.id, key.sha256, key.name, JSON.stringify(key.scopes), key.maxSubscriptions, key.createdAt)
    .run();
}

/** Sets the end of a key, once. */
export async function revokeApiKey(db: D1Database, id: string, now: number): Promise<void> {
  await db.prepare("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL").bind(now, id).run();
}

function keyOf(row: z.infer<typeof Row>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: z.array(Scope).parse(JSON.parse(row.scopes)),
    maxSubscriptions: row.max_subscriptions,
    createdAt: formatInstant(row.created_at),
    revokedAt: row.revoked_at === null ? null : formatInstant(row.revoked_at),
  };
}
