import { z } from "zod";
import { Event } from "../../../shared/schema/event.ts";

/** Events in the order in which they were committed: times cannot order them, for shards commit apart. */

const Row = z.object({ position: z.number(), body: z.string() });
const Newest = z.array(z.object({ newest: z.number().nullable() }));

/** An event and its place among all. */
export type Placed = { readonly position: number; readonly event: Event };

/** Events after a position, oldest first, and the newest position there is: 0 before the first. */
export async function eventsAfter(
  db: D1Database,
  { after, limit }: { after: number; limit: number },
): Promise<{ events: Placed[]; last: number; newest: number }> {
  const [page, top] = await db.batch([
    db
      .prepare("SELECT position, body FROM published_events WHERE position > ? ORDER BY position LIMIT ?")
      .bind(after, limit),
    db.prepare("SELECT max(position) AS newest FROM published_events"),
  ]);
  const rows = z.array(Row).parse(page?.results);
  return {
    // Written by another version, or damaged: the others are told all the same.
    events: rows.flatMap(({ position, body }) => {
      const event = Event.safeParse(JSON.parse(body));
      return event.success ? [{ position, event: event.data }] : [];
    }),
    last: rows.at(-1)?.position ?? after,
    newest: Newest.parse(top?.results)[0]?.newest ?? 0,
  };
}
