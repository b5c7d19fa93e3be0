import { z } from "zod";
import { WATCH_GAP_MS } from "../../../shared/feed/limits.ts";
import type { Span } from "../../../shared/feed/uptime.ts";

/** When the network was at work. */

const Row = z.object({ since: z.number(), until: z.number() });

/** Somebody is watching now: moves the last span on, or begins one when there was a gap. One row is written. */
export async function noteWatching(db: D1Database, now: number): Promise<void> {
  const moved = await db
    .prepare("UPDATE watches SET until = ? WHERE since = (SELECT max(since) FROM watches) AND until BETWEEN ? AND ?")
    .bind(now, now - WATCH_GAP_MS, now)
    .run();
  if (moved.meta.changes > 0) return;
  await db.prepare("INSERT OR IGNORE INTO watches (since, until) VALUES (?, ?)").bind(now, now).run();
}

/** The spans that reach into a time, oldest first. */
export async function watchedSpans(db: D1Database, { from, to }: Span): Promise<Span[]> {
  const { results } = await db
    .prepare("SELECT since, until FROM watches WHERE until > ? AND since < ? ORDER BY since")
    .bind(from, to)
    .all();
  return z
    .array(Row)
    .parse(results)
    .map(({ since, until }) => ({ from: since, to: until }));
}
