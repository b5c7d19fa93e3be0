import { packRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";

/** One packed row per round. `(slot, lane)` is the key, so a second write of the same round changes nothing. Answers with the rows that the platform bills for it. */
export async function insertRound(db: D1Database, round: Round): Promise<number> {
  const { meta } = await db
    .prepare("INSERT OR IGNORE INTO rounds (slot, lane, simulated, body) VALUES (?, ?, ?, ?)")
    .bind(round.slot, round.lane, round.simulated ? 1 : 0, packRound(round))
    .run();
  return meta.rows_written;
}
