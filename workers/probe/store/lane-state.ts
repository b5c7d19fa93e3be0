import { z } from "zod";
import { Lane } from "../../../shared/schema/index.ts";

/** What a lane must know after a restart: its checks and the version of the plan they came from. One row. */

const LaneState = z.object({ place: z.string(), version: z.string(), lane: Lane });
export type LaneState = z.infer<typeof LaneState>;

export function readLaneState(sql: SqlStorage): LaneState | null {
  sql.exec("CREATE TABLE IF NOT EXISTS lane_state (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL)");
  const row = sql.exec<{ body: string }>("SELECT body FROM lane_state WHERE id = 1").toArray()[0];
  return row === undefined ? null : LaneState.parse(JSON.parse(row.body));
}

export function writeLaneState(sql: SqlStorage, state: LaneState): void {
  sql.exec(
    "INSERT INTO lane_state (id, body) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
    JSON.stringify(state),
  );
}
