import { z } from "zod";

/** Subscriptions that could not be told of an event: which, and from which event on. */

const Row = z.object({ id: z.string(), position: z.number() });

export async function laggingSubscriptions(db: D1Database): Promise<ReadonlyMap<string, number>> {
  const { results } = await db.prepare("SELECT id, position FROM lagging_subscriptions").all();
  return new Map(
    z
      .array(Row)
      .parse(results)
      .map(({ id, position }) => [id, position]),
  );
}

/** The first event that it missed counts. */
export async function noteLagging(db: D1Database, ids: readonly string[], position: number): Promise<void> {
  if (ids.length === 0) return;
  await db.batch(
    ids.map((id) =>
      db
        .prepare("INSERT INTO lagging_subscriptions (id, position) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")
        .bind(id, position),
    ),
  );
}

/** `position`: the first that it has not been told of; `null` when it has caught up. */
export async function noteCaughtUp(db: D1Database, id: string, position: number | null): Promise<void> {
  const statement =
    position === null
      ? db.prepare("DELETE FROM lagging_subscriptions WHERE id = ?").bind(id)
      : db.prepare("UPDATE lagging_subscriptions SET position = ? WHERE id = ?").bind(position, id);
  await statement.run();
}
