import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";
import { OUTBOX_MAX_ROUNDS } from "../limits.ts";

/** Rounds that could not be handed over yet, in order of their slots, in the Durable Object's own SQLite. */

export type PendingRound = { readonly round: Round; readonly stored: boolean; readonly told: boolean };

export type Outbox = {
  pending(limit: number): PendingRound[];
  put(entry: PendingRound): void;
  remove(slot: number): void;
  size(): number;
};

export function createOutbox(sql: SqlStorage): Outbox {
  sql.exec(
    "CREATE TABLE IF NOT EXISTS outbox (slot INTEGER PRIMARY KEY, stored INTEGER NOT NULL, told INTEGER NOT NULL, body TEXT NOT NULL)",
  );
  return {
    pending: (limit) =>
      sql
        .exec<{ stored: number; told: number; body: string }>(
          "SELECT stored, told, body FROM outbox ORDER BY slot LIMIT ?",
          limit,
        )
        .toArray()
        .map(({ stored, told, body }) => ({ round: unpackRound(body), stored: stored === 1, told: told === 1 })),
    put: ({ round, stored, told }) => {
      sql.exec(
        "INSERT INTO outbox (slot, stored, told, body) VALUES (?, ?, ?, ?) ON CONFLICT (slot) DO UPDATE SET stored = excluded.stored, told = excluded.told",
        round.slot,
        stored ? 1 : 0,
        told ? 1 : 0,
        packRound(round),
      );
      sql.exec(
        "DELETE FROM outbox WHERE slot IN (SELECT slot FROM outbox ORDER BY slot DESC LIMIT -1 OFFSET ?)",
        OUTBOX_MAX_ROUNDS,
      );
    },
    remove: (slot) => {
      sql.exec("DELETE FROM outbox WHERE slot = ?", slot);
    },
    size: () => sql.exec<{ n: number }>("SELECT count(*) AS n FROM outbox").one().n,
  };
}
