import { z } from "zod";
import type { FoldOutput } from "../../../shared/evaluate.ts";
import { packFrame } from "../../../shared/geo/history.ts";
import { Incident, IncidentEvent, Verdict } from "../../../shared/schema/index.ts";
import type { MapFrame } from "../../../shared/schema/map-frame.ts";

/**
 * Writes what the fold put out: verdict changes, incidents and events, and what maps were drawn from. Every key follows from the record itself, so
 * writing a record twice (after a crash, or in a replay) leaves one.
 */

/** One record in its stored form. */
export type StoredRecord = {
  readonly table: "verdict_changes" | "incidents" | "events" | "map_frames";
  readonly cells: readonly (string | number)[];
};

const STATEMENTS = {
  verdict_changes: "INSERT OR REPLACE INTO verdict_changes (service, at, body) VALUES (?, ?, ?)",
  incidents:
    "INSERT INTO incidents (id, service, phase, suspected_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, body = excluded.body",
  map_frames: "INSERT OR REPLACE INTO map_frames (at, shard, body) VALUES (?, ?, ?)",
  events: "INSERT OR IGNORE INTO events (id, incident, at, body) VALUES (?, ?, ?, ?)",
} as const;

export function recordOf(output: FoldOutput): StoredRecord {
  switch (output.type) {
    case "verdict":
      return {
        table: "verdict_changes",
        cells: [output.verdict.service, output.verdict.at, JSON.stringify(z.encode(Verdict, output.verdict))],
      };
    case "incident": {
      const { id, service, phase, suspectedAt } = output.incident;
      return {
        table: "incidents",
        cells: [id, service, phase, suspectedAt, JSON.stringify(z.encode(Incident, output.incident))],
      };
    }
    case "event": {
      const { id, incident, at } = output.event;
      return { table: "events", cells: [id, incident, at, JSON.stringify(z.encode(IncidentEvent, output.event))] };
    }
  }
}

/** What a map was drawn from at one instant. */
export function frameRecord(frame: MapFrame, { at, shard }: { at: number; shard: string }): StoredRecord {
  return { table: "map_frames", cells: [at, shard, packFrame(frame)] };
}

/** All or nothing: a D1 batch is one transaction. */
export async function writeRecords(db: D1Database, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db.batch(records.map(({ table, cells }) => db.prepare(STATEMENTS[table]).bind(...cells)));
}
