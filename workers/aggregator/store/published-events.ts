import { z } from "zod";
import type { EventWire } from "../../../shared/schema/event.ts";
import { PARAMETERS_MAX } from "../limits.ts";

/** Events as they were committed, in their order, and which of them still wait for being handed to the subscriptions. */

const Row = z.object({ position: z.number(), body: z.string() });

export type PublishedEvent = { readonly position: number; readonly event: EventWire };

export async function eventsById(db: D1Database, ids: readonly string[]): Promise<PublishedEvent[]> {
  const found: PublishedEvent[] = [];
  for (let from = 0; from < ids.length; from += PARAMETERS_MAX) {
    const some = ids.slice(from, from + PARAMETERS_MAX);
    const marks = some.map(() => "?").join(", ");
    const { results } = await db
      .prepare(`SELECT position, body FROM published_events WHERE id IN (${marks})`)
      .bind(...some)
      .all();
    found.push(...read(results));
  }
  return found.sort((a, b) => a.position - b.position);
}

/** Events that were committed and not handed over, in their order. */
export async function unhandedEvents(db: D1Database, limit: number): Promise<PublishedEvent[]> {
  const { results } = await db
    .prepare("SELECT position, body FROM published_events WHERE handed_at IS NULL ORDER BY position LIMIT ?")
    .bind(limit)
    .all();
  return read(results);
}

/** Events that were handed over, from one on. */
export async function handedEvents(
  db: D1Database,
  { from, limit }: { from: number; limit: number },
): Promise<PublishedEvent[]> {
  const { results } = await db
    .prepare(
      "SELECT position, body FROM published_events WHERE position >= ? AND handed_at IS NOT NULL ORDER BY position LIMIT ?",
    )
    .bind(from, limit)
    .all();
  return read(results);
}

/** Whether an event that was committed before a time waits for being handed over. */
export async function isAnyLeft(db: D1Database, before: number): Promise<boolean> {
  const row = await db
    .prepare("SELECT 1 FROM published_events WHERE handed_at IS NULL AND committed_at < ? LIMIT 1")
    .bind(before)
    .first();
  return row !== null;
}

export async function markHanded(db: D1Database, positions: readonly number[], now: number): Promise<void> {
  for (let from = 0; from < positions.length; from += PARAMETERS_MAX) {
    const some = positions.slice(from, from + PARAMETERS_MAX);
    const marks = some.map(() => "?").join(", ");
    await db
      .prepare(`UPDATE published_events SET handed_at = ? WHERE handed_at IS NULL AND position IN (${marks})`)
      .bind(now, ...some)
      .run();
  }
}

/** Events that happened since a time, in the order in which they were committed. */
export async function eventsSince(
  db: D1Database,
  { since, after = 0, limit }: { since: number; after?: number; limit: number },
): Promise<PublishedEvent[]> {
  const { results } = await db
    .prepare("SELECT position, body FROM published_events WHERE at >= ? AND position > ? ORDER BY position LIMIT ?")
    .bind(since, after, limit)
    .all();
  return read(results);
}

/** Deletes some of what was committed before a time. */
export async function pruneEvents(db: D1Database, { before, limit }: { before: number; limit: number }): Promise<void> {
  await db
    .prepare(
      "DELETE FROM published_events WHERE position IN (SELECT position FROM published_events WHERE committed_at < ? ORDER BY position LIMIT ?)",
    )
    .bind(before, limit)
    .run();
}

function read(results: readonly unknown[]): PublishedEvent[] {
  // Written by `eventRecord` and by nothing else; whoever acts on one parses it.
  return z
    .array(Row)
    .parse(results)
    .map(({ position, body }) => ({ position, event: JSON.parse(body) as EventWire }));
}
