import { z } from "zod";
import type { Heartbeat } from "../../../shared/observe/heartbeat.ts";
import { type HeartbeatCheck, Service } from "../../../shared/schema/index.ts";
import { D1_BATCH, HEARTBEAT_GAP_MS } from "../limits.ts";

/** Heartbeats that are awaited, and their last calls. The token itself is stored nowhere. */

export type Awaited = {
  readonly service: Service["id"];
  readonly endpoint: Service["endpoints"][number]["id"];
  readonly check: HeartbeatCheck;
};

/** The heartbeat checks of the real network. Services without one are not even parsed. */
export async function awaitedHeartbeats(db: D1Database): Promise<Awaited[]> {
  const { results } = await db
    .prepare("SELECT body FROM services WHERE simulated = 0 AND instr(body, '\"heartbeat\"') > 0 ORDER BY id")
    .all();
  const rows = z.array(z.object({ body: z.string() })).parse(results);
  return rows.flatMap(({ body }) => {
    const { id, endpoints } = Service.parse(JSON.parse(body));
    return endpoints.flatMap(({ id: endpoint, check }) =>
      check.prober === "heartbeat" ? [{ service: id, endpoint, check }] : [],
    );
  });
}

const Row = z.object({ token_sha256: z.string(), since: z.number(), at: z.number().nullable(), failing: z.number() });

/** The last calls by token. Tokens that are newly awaited get a row, those that no longer are lose it. */
export async function heartbeatsOf(
  db: D1Database,
  tokens: ReadonlySet<string>,
  now: number,
): Promise<ReadonlyMap<string, Heartbeat>> {
  const { results } = await db.prepare("SELECT token_sha256, since, at, failing FROM heartbeats").all();
  const rows = z.array(Row).parse(results);
  const known = new Map(
    rows.map(({ token_sha256, since, at, failing }) => [token_sha256, { since, at, failing: failing === 1 }]),
  );
  const changes = [
    ...[...tokens].filter((token) => !known.has(token)).map((token) => insert(db, token, now)),
    ...[...known.keys()].filter((token) => !tokens.has(token)).map((token) => remove(db, token)),
  ];
  for (let from = 0; from < changes.length; from += D1_BATCH) await db.batch(changes.slice(from, from + D1_BATCH));
  return new Map([...tokens].map((token) => [token, known.get(token) ?? { since: now, at: null, failing: false }]));
}

/** Notes one call; `false` when nobody awaits it. Calls that say the same within a second are one, so that a flood writes nothing. */
export async function noteHeartbeat(
  db: D1Database,
  { tokenSha256, failing, now }: { tokenSha256: string; failing: boolean; now: number },
): Promise<boolean> {
  const { meta } = await db
    .prepare(
      "UPDATE heartbeats SET at = ?2, failing = ?3 WHERE token_sha256 = ?1 AND (at IS NULL OR at <= ?4 OR failing <> ?3)",
    )
    .bind(tokenSha256, now, failing ? 1 : 0, now - HEARTBEAT_GAP_MS)
    .run();
  if (meta.changes > 0) return true;
  return (await db.prepare("SELECT 1 FROM heartbeats WHERE token_sha256 = ?").bind(tokenSha256).first()) !== null;
}

function insert(db: D1Database, token: string, now: number): D1PreparedStatement {
  return db.prepare("INSERT OR IGNORE INTO heartbeats (token_sha256, since) VALUES (?, ?)").bind(token, now);
}

function remove(db: D1Database, token: string): D1PreparedStatement {
  return db.prepare("DELETE FROM heartbeats WHERE token_sha256 = ?").bind(token);
}
