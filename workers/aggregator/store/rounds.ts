import { z } from "zod";
import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";

/** Rounds as they were stored. */

const Row = z.object({ slot: z.number(), lane: z.string(), body: z.string() });

/** Where reading goes on: after this row, in the order of the primary key. */
export type RoundMark = { readonly slot: number; readonly lane: string };

/** Rounds after a mark, oldest first. A row that is no round is skipped and reported, never fatal. */
export async function roundsAfter(
  db: D1Database,
  { after, simulated, limit }: { after: RoundMark; simulated: boolean; limit: number },
): Promise<{ rounds: Round[]; last: RoundMark | null; unreadable: number }> {
  const { results } = await db
    .prepare(
      "SELECT slot, lane, body FROM rounds WHERE (slot, lane) > (?, ?) AND simulated = ? ORDER BY slot, lane LIMIT ?",
    )
    .bind(after.slot, after.lane, simulated ? 1 : 0, limit)
    .all();
  const rows = z.array(Row).parse(results);
  const rounds: Round[] = [];
  let unreadable = 0;
  for (const row of rows) {
    try {
      rounds.push(unpackRound(row.body));
    } catch {
      // Written by another version or damaged: the others still count, and the caller reports how many were not.
      unreadable++;
    }
  }
  return { rounds, last: rows.at(-1) ?? null, unreadable };
}

/** One packed row, as the probes write theirs; a second write of the same round changes nothing. */
export async function insertRound(db: D1Database, round: Round): Promise<void> {
  await db
    .prepare("INSERT OR IGNORE INTO rounds (slot, lane, simulated, body) VALUES (?, ?, ?, ?)")
    .bind(round.slot, round.lane, round.simulated ? 1 : 0, packRound(round))
    .run();
}

/** The slot of the newest round of a network, 0 when there is none. */
export async function newestSlot(db: D1Database, { simulated }: { simulated: boolean }): Promise<number> {
  const row = await db
    .prepare("SELECT slot FROM rounds WHERE simulated = ? ORDER BY slot DESC LIMIT 1")
    .bind(simulated ? 1 : 0)
    .first();
  return row === null ? 0 : Row.pick({ slot: true }).parse(row).slot;
}

/** Deletes at most `limit` rounds that were due before `before`; answers how many. */
export async function pruneRounds(
  db: D1Database,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const { meta } = await db
    .prepare(
      "DELETE FROM rounds WHERE (slot, lane) IN (SELECT slot, lane FROM rounds WHERE slot < ? ORDER BY slot LIMIT ?)",
    )
    .bind(before, limit)
    .run();
  return meta.changes;
}
