import { z } from "zod";
import type { Agent } from "../../../shared/schema/index.ts";
import { formatInstant } from "../../../shared/schema/index.ts";
import { AGENTS_MAX } from "../limits.ts";

/** Agents' keys: who may speak for which region, since when, and until when. */

const Row = z.object({
  id: z.string(),
  public_key: z.string(),
  region: z.string(),
  name: z.string(),
  latitude: z.number(),
  longitude: z.number(),
  created_at: z.number(),
  revoked_at: z.number().nullable(),
});

export async function listAgents(db: D1Database): Promise<Agent[]> {
  const { results } = await db.prepare("SELECT * FROM agents ORDER BY created_at, id LIMIT ?").bind(AGENTS_MAX).all();
  return z.array(Row).parse(results).map(agentOf);
}

export async function findAgent(db: D1Database, id: string): Promise<Agent | null> {
  const row = await db.prepare("SELECT * FROM agents WHERE id = ?").bind(id).first();
  return row === null ? null : agentOf(Row.parse(row));
}

/** `false` when another key that is not revoked speaks for the region, or the key was issued before. */
export async function insertAgent(
  db: D1Database,
  agent: Omit<Agent, "createdAt" | "revokedAt">,
  now: number,
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      "INSERT INTO agents (id, public_key, region, name, latitude, longitude, created_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(agent.id, agent.publicKey, agent.region, agent.name, agent.latitude, agent.longitude, now)
    .run();
  return meta.changes > 0;
}

/** Sets the end of a key, once. */
export async function revokeAgent(db: D1Database, id: string, now: number): Promise<void> {
  await db.prepare("UPDATE agents SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL").bind(now, id).run();
}

function agentOf(row: z.infer<typeof Row>): Agent {
  const { id, region, name, latitude, longitude } = row;
  return {
    id,
    publicKey: row.public_key,
    region,
    name,
    latitude,
    longitude,
    createdAt: formatInstant(row.created_at),
    revokedAt: row.revoked_at === null ? null : formatInstant(row.revoked_at),
  };
}
