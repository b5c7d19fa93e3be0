import type { DeliveryState } from "../../../shared/notify/delivery.ts";
import { ATTEMPTS_KEPT } from "../../../shared/notify/limits.ts";
import type { SkipReason } from "../../../shared/notify/plan.ts";
import { type DeliveryRow, logIn, type StoredAttempt } from "./delivery-log.ts";

/**
 * The outbox and the log of one subscription, in the SQLite of its own object: one row per event that came to it. An event's
 * body is kept until it is delivered; after that its id is enough.
 */

/** What is due, without its body. */
export type Due = Pick<DeliveryRow, "position" | "id" | "subject" | "state" | "tries" | "test">;
export type NewDelivery = Pick<DeliveryRow, "id" | "subject" | "type" | "sequence" | "at"> & {
  readonly state: DeliveryState;
  readonly reason: SkipReason | null;
  readonly because: string | null;
  readonly test: boolean;
  readonly dueAt: number | null;
  /** The event as text; `null` for what is not to be sent. */
  readonly event: string | null;
};
export type Outbox = ReturnType<typeof createOutbox>;

const TABLES = [
  `CREATE TABLE IF NOT EXISTS deliveries (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, type TEXT NOT NULL,
    sequence INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, because TEXT, test INTEGER NOT NULL, at INTEGER NOT NULL,
    due_at INTEGER, begun_at INTEGER, ended_at INTEGER, duplicates INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0, attempts TEXT NOT NULL DEFAULT '[]', event TEXT)`,
  "CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL",
  "CREATE TABLE IF NOT EXISTS subjects (subject TEXT PRIMARY KEY, repeat_at INTEGER, body TEXT NOT NULL) WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
];

export function createOutbox(sql: SqlStorage) {
  for (const table of TABLES) sql.exec(table);
  return { ...rowsIn(sql), ...attemptsIn(sql), ...memoryIn(sql), ...logIn(sql) };
}

function rowsIn(sql: SqlStorage) {
  return {
    add({ id, subject, type, sequence, state, reason, because, test, at, dueAt, event }: NewDelivery): void {
      sql.exec(
        "INSERT INTO deliveries (id, subject, type, sequence, state, reason, because, test, at, due_at, event) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ...[id, subject, type, sequence, state, reason, because, test ? 1 : 0, at, dueAt, event],
      );
    },
    /** Counts an event that came again; `false` for one that is new. */
    isAgain: (id: string): boolean =>
      sql.exec("UPDATE deliveries SET duplicates = duplicates + 1 WHERE id = ? RETURNING id", id).toArray().length > 0,
    /** What may be tried now, in the order in which it came. */
    due: (now: number, limit: number): Due[] =>
      sql
        .exec<Due>(
          "SELECT position, id, subject, state, tries, test FROM deliveries WHERE due_at <= ? ORDER BY position LIMIT ?",
          now,
          limit,
        )
        .toArray(),
    nextDue: (): number | null =>
      sql.exec<{ at: number | null }>("SELECT min(due_at) AS at FROM deliveries WHERE due_at IS NOT NULL").one().at,
    /** What of a subject is held back is not sent any more: something newer says more. */
    supersede(subject: string, by: string, now: number): void {
      sql.exec(
        "UPDATE deliveries SET state = 'skipped', reason = 'superseded', because = ?, due_at = NULL, ended_at = ?, event = NULL WHERE due_at IS NOT NULL AND state = 'held' AND subject = ?",
        ...[`${by} says more`, now, subject],
      );
    },
    /** All that waits is sent at once: the receiver is back. */
    hasten(now: number): void {
      sql.exec("UPDATE deliveries SET due_at = ? WHERE due_at > ? AND state = 'waiting'", now, now);
    },
    /** Nothing that waits is sent. It may be replayed. */
    bury(because: string, now: number): void {
      sql.exec(
        "UPDATE deliveries SET state = 'dead', because = ?, due_at = NULL, begun_at = NULL, ended_at = ? WHERE due_at IS NOT NULL",
        because,
        now,
      );
    },
    /** Sends an event that is in the log once more. */
    revive(id: string, event: string, now: number): void {
      sql.exec(
        "UPDATE deliveries SET state = 'waiting', reason = NULL, because = NULL, due_at = ?, ended_at = NULL, tries = 0, event = ? WHERE id = ?",
        ...[now, event, id],
      );
    },
  };
}

function attemptsIn(sql: SqlStorage) {
  const add = (id: string, attempt: StoredAttempt): string => {
    const { attempts } = sql.exec<{ attempts: string }>("SELECT attempts FROM deliveries WHERE id = ?", id).one();
    // Written here and nowhere else.
    return JSON.stringify([...(JSON.parse(attempts) as StoredAttempt[]), attempt].slice(-ATTEMPTS_KEPT));
  };
  return {
    /** Notes that an attempt begins, and gives the event; `null` when it is no longer to be sent. */
    begin(id: string, now: number): string | null {
      sql.exec("UPDATE deliveries SET begun_at = ?, state = 'waiting' WHERE id = ? AND due_at IS NOT NULL", now, id);
      const [row] = sql
        .exec<{ event: string | null }>("SELECT event FROM deliveries WHERE id = ? AND due_at IS NOT NULL", id)
        .toArray();
      return row?.event ?? null;
    },
    /** `dueAt`: when it is tried again; `null` where that was the last time. */
    end(
      id: string,
      {
        attempt,
        state,
        because,
        dueAt,
        now,
      }: { attempt: StoredAttempt; state: DeliveryState; because: string | null; dueAt: number | null; now: number },
    ): void {
      sql.exec(
        "UPDATE deliveries SET attempts = ?, state = ?, because = ?, due_at = ?, begun_at = NULL, ended_at = ?, tries = tries + 1, event = CASE WHEN ? = 'delivered' THEN NULL ELSE event END WHERE id = ?",
        ...[add(id, attempt), state, because, dueAt, dueAt === null ? now : null, state, id],
      );
    },
    /** Attempts that the network did not live to note the answer of: noted as such, and made again. */
    interrupted(now: number): number {
      const rows = sql
        .exec<{ id: string; begun_at: number }>(
          "SELECT id, begun_at FROM deliveries WHERE due_at IS NOT NULL AND begun_at IS NOT NULL",
        )
        .toArray();
      for (const { id, begun_at } of rows) {
        const because = "the network was stopped before it could note the answer";
        const attempt = { at: begun_at, outcome: "interrupted", status: null, durationMs: null, because, answer: null };
        sql.exec(
          "UPDATE deliveries SET attempts = ?, begun_at = NULL, due_at = ? WHERE id = ?",
          ...[add(id, attempt as StoredAttempt), now, id],
        );
      }
      return rows.length;
    },
  };
}

function memoryIn(sql: SqlStorage) {
  return {
    /** What is remembered under a key; `null` when nothing is. Whoever wrote it knows its form. */
    load(key: string): unknown {
      const [row] = sql.exec<{ body: string }>("SELECT body FROM kept WHERE key = ?", key).toArray();
      return row === undefined ? null : JSON.parse(row.body);
    },
    save(key: string, value: unknown): void {
      sql.exec("INSERT OR REPLACE INTO kept (key, body) VALUES (?, ?)", key, JSON.stringify(value));
    },
    subject(subject: string): unknown {
      const [row] = sql.exec<{ body: string }>("SELECT body FROM subjects WHERE subject = ?", subject).toArray();
      return row === undefined ? null : JSON.parse(row.body);
    },
    saveSubject(subject: string, { repeatAt, body }: { repeatAt: number | null; body: unknown }): void {
      sql.exec(
        "INSERT OR REPLACE INTO subjects (subject, repeat_at, body) VALUES (?, ?, ?)",
        ...[subject, repeatAt, JSON.stringify(body)],
      );
    },
    forgetSubject(subject: string): void {
      sql.exec("DELETE FROM subjects WHERE subject = ?", subject);
    },
    /** Subjects of which it is time to remind. */
    repeats: (now: number): string[] =>
      sql
        .exec<{ subject: string }>("SELECT subject FROM subjects WHERE repeat_at <= ? LIMIT 100", now)
        .toArray()
        .map(({ subject }) => subject),
    nextRepeat: (): number | null =>
      sql.exec<{ at: number | null }>("SELECT min(repeat_at) AS at FROM subjects").one().at,
  };
}
