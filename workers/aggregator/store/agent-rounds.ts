import { packRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";

/** Rounds of agents, stored as those of the network's own probes are: one packed row, and a second copy changes nothing. */

export async function hasRound(db: D1Database, { slot, lane }: Pick<Round, "slot" | "lane">): Promise<boolean> {
  return (
    (await db.prepare("SELECT 1 AS one FROM rounds WHERE slot = ? AND lane = ?").bind(slot, lane).first()) !== null
  );
}

/** `false` when it was there already. */
export async function insertAgentRound(db: D1Database, round: Round): Promise<boolean> {
  const { meta } = await db
    .prepare("INSERT OR IGNORE INTO rounds (slot, lane, simulated, body) VALUES (?, ?, 0, ?)")
    .bind(round.slot, round.lane, packRound(round))
    .run();
  return meta.changes > 0;
}
