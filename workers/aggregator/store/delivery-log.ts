import { z } from "zod";
import type { Attempt, Delivery, DeliveryState } from "../../../shared/notify/delivery.ts";
import { LOG_KEPT_MS, LOG_MAX } from "../../../shared/notify/limits.ts";
import { SKIPS } from "../../../shared/notify/plan.ts";
import { EventType } from "../../../shared/schema/event.ts";
import { EventId } from "../../../shared/schema/ids.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";
import { LOG_PRUNED } from "../limits.ts";

/** The log of one subscription, read out of its outbox: each event that came, and what became of it. */

const Row = z.object({
  position: z.number(),
  id: EventId,
  subject: z.string(),
  type: EventType,
  sequence: z.number(),
  state: z.enum(["waiting", "held", "delivered", "dead", "skipped"]),
  reason: z.enum(SKIPS).nullable(),
  because: z.string().nullable(),
  test: z.number(),
  at: z.number(),
  due_at: z.number().nullable(),
  ended_at: z.number().nullable(),
  duplicates: z.number(),
  tries: z.number(),
  attempts: z.string(),
});

export type DeliveryRow = z.infer<typeof Row>;

/** An attempt in its stored form: `at` in milliseconds. */
export type StoredAttempt = Omit<Attempt, "at"> & { readonly at: number };
export function logIn(sql: SqlStorage) {
  return {
    /** The newest first. */
    log({ before, state, limit }: { before: number | null; state: DeliveryState | null; limit: number }) {
      const rows = z
        .array(Row)
        .parse(
          sql
            .exec(
              "SELECT * FROM deliveries WHERE (?1 IS NULL OR position < ?1) AND (?2 IS NULL OR state = ?2) ORDER BY position DESC LIMIT ?3",
              ...[before, state, limit + 1],
            )
            .toArray(),
        );
      const page = rows.slice(0, limit);
      return { items: page.map(deliveryOf), next: rows.length > limit ? (page.at(-1)?.position ?? null) : null };
    },
    one(id: string): Delivery | null {
      const [row] = sql.exec("SELECT * FROM deliveries WHERE id = ?", id).toArray();
      return row === undefined ? null : deliveryOf(Row.parse(row));
    },
    counts(): { waiting: number; delivered: number; dead: number; skipped: number } {
      const counts = { waiting: 0, delivered: 0, dead: 0, skipped: 0 };
      for (const { state, n } of sql.exec<{ state: DeliveryState; n: number }>(
        "SELECT state, count(*) AS n FROM deliveries GROUP BY state",
      ))
        counts[state === "held" ? "waiting" : state] += n;
      return counts;
    },
    /** Forgets what is old or too much, never what is still to be sent. */
    prune(now: number): void {
      sql.exec(
        "DELETE FROM deliveries WHERE position IN (SELECT position FROM deliveries WHERE due_at IS NULL AND (at < ? OR position <= (SELECT max(position) FROM deliveries) - ?) ORDER BY position LIMIT ?)",
        ...[now - LOG_KEPT_MS, LOG_MAX, LOG_PRUNED],
      );
    },
  };
}

function deliveryOf(row: z.infer<typeof Row>): Delivery {
  const attempts = JSON.parse(row.attempts) as StoredAttempt[];
  const text = (at: number | null) => (at === null ? null : formatInstant(at));
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    sequence: row.sequence,
    state: row.state,
    reason: row.reason,
    because: row.because,
    test: row.test === 1,
    at: formatInstant(row.at),
    nextAt: text(row.due_at),
    endedAt: text(row.ended_at),
    duplicates: row.duplicates,
    attempts: attempts.map(({ at, ...attempt }) => ({ at: formatInstant(at), ...attempt })),
  };
}
