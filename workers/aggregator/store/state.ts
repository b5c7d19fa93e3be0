import type { ReportBatch } from "../../../shared/schema/index.ts";
import { PENDING_WRITES_MAX, STATE_CHUNK_CHARS } from "../limits.ts";
import type { StoredRecord } from "./records.ts";

/**
 * What a Fusion object keeps in its own SQLite: the fold's state, reports that were folded since that was saved, and records
 * that D1 has not taken yet.
 */

export type FusionStore = {
  /** Saves the state; what was noted before is in it. */
  save(state: unknown): void;
  note(batch: ReportBatch): void;
  noted(): ReportBatch[];
  load(): unknown;
  keep(records: readonly StoredRecord[]): void;
  kept(limit: number): { id: number; record: StoredRecord }[];
  release(upTo: number): void;
};

export function createFusionStore(sql: SqlStorage): FusionStore {
  sql.exec("CREATE TABLE IF NOT EXISTS state (part INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  sql.exec("CREATE TABLE IF NOT EXISTS pending (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)");
  sql.exec("CREATE TABLE IF NOT EXISTS noted (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL)");
  return {
    save(state) {
      const text = JSON.stringify(state);
      let part = 0;
      for (let from = 0; from < text.length; from += STATE_CHUNK_CHARS, part++) {
        sql.exec(
          "INSERT OR REPLACE INTO state (part, body) VALUES (?, ?)",
          part,
          text.slice(from, from + STATE_CHUNK_CHARS),
        );
      }
      sql.exec("DELETE FROM state WHERE part >= ?", part);
      sql.exec("DELETE FROM noted");
    },
    note: (batch) => {
      sql.exec("INSERT INTO noted (body) VALUES (?)", JSON.stringify(batch));
    },
    noted: () =>
      sql
        .exec<{ body: string }>("SELECT body FROM noted ORDER BY id")
        .toArray()
        // Written by `note` above and by nothing else.
        .map(({ body }) => JSON.parse(body) as ReportBatch),
    load() {
      const parts = sql.exec<{ body: string }>("SELECT body FROM state ORDER BY part").toArray();
      return parts.length === 0 ? null : JSON.parse(parts.map(({ body }) => body).join(""));
    },
    keep(records) {
      for (const record of records) sql.exec("INSERT INTO pending (body) VALUES (?)", JSON.stringify(record));
      // An event is owed to subscribers: it stays, however long D1 is away.
      sql.exec(
        'DELETE FROM pending WHERE id <= (SELECT max(id) FROM pending) - ? AND body NOT LIKE \'{"table":"published_events"%\'',
        PENDING_WRITES_MAX,
      );
    },
    kept: (limit) =>
      sql
        .exec<{ id: number; body: string }>("SELECT id, body FROM pending ORDER BY id LIMIT ?", limit)
        .toArray()
        // Written by `keep` above and by nothing else.
        .map(({ id, body }) => ({ id, record: JSON.parse(body) as StoredRecord })),
    release: (upTo) => {
      sql.exec("DELETE FROM pending WHERE id <= ?", upTo);
    },
  };
}
