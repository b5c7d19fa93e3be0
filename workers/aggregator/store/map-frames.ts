import { z } from "zod";
import { FRAME_AGE_MS, unpackFrame } from "../../../shared/geo/history.ts";
import type { MapFrame } from "../../../shared/schema/map-frame.ts";
import { MAP_FULL_MS, MAP_KEPT_MS, MAP_STEP_MS, MAP_THINNED_MS } from "../limits.ts";

/** What maps were drawn from, by time. The Fusion objects write them with their other records. */

const Row = z.object({ at: z.number(), body: z.string() });

/** The last frame of a shard at or before a time, and when it was; `null` where the network was not watching then. */
export async function frameAt(
  db: D1Database,
  { shard, at }: { shard: string; at: number },
): Promise<{ frame: MapFrame; at: number } | null> {
  const row = await db
    .prepare("SELECT at, body FROM map_frames WHERE at <= ? AND at > ? AND shard = ? ORDER BY at DESC LIMIT 1")
    .bind(at, at - FRAME_AGE_MS - MAP_STEP_MS, shard)
    .first();
  if (row === null) return null;
  const { at: keptAt, body } = Row.parse(row);
  return { frame: unpackFrame(body), at: keptAt };
}

/**
 * Deletes what is too old, and of frames that have just become a week old all but the last of each step: that one is the
 * map at the step's end. The platform binds numbers as floating point, and steps need whole ones.
 */
export async function pruneMapFrames(db: D1Database, { now, limit }: { now: number; limit: number }): Promise<number> {
  const week = now - MAP_FULL_MS;
  const [old, thinned] = await db.batch([
    db
      .prepare(
        "DELETE FROM map_frames WHERE (at, shard) IN (SELECT at, shard FROM map_frames WHERE at < ? ORDER BY at LIMIT ?)",
      )
      .bind(now - MAP_KEPT_MS, limit),
    db
      .prepare(
        `DELETE FROM map_frames WHERE (at, shard) IN (
           SELECT one.at, one.shard FROM map_frames AS one, (SELECT CAST(?3 AS INTEGER) AS ms) AS step
           WHERE one.at >= ?1 AND one.at < ?2 AND EXISTS (
             SELECT 1 FROM map_frames AS later
             WHERE later.shard = one.shard AND later.at > one.at AND later.at <= ((one.at + step.ms - 1) / step.ms) * step.ms
           ) LIMIT ?4)`,
      )
      .bind(week - MAP_THINNED_MS, week, MAP_STEP_MS, limit),
  ]);
  return (old?.meta.changes ?? 0) + (thinned?.meta.changes ?? 0);
}
