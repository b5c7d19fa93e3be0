import { z } from "zod";
import type { FoldOutput } from "../../../shared/evaluate.ts";
import { Incident, IncidentEvent, Verdict } from "../../../shared/schema/index.ts";

/**
 * Writes what the fold put out: verdict changes, incidents and events. Every key follows from the record itself, so
 * writing a record twice (after a crash, or in a replay) leaves one.
 */

/** One record in its stored form. */
export type StoredRecord = {
  readonly table: "verdict_changes" | "incidents" | "events";
  readonly cells: readonly (string | number)[];
};

const STATEMENTS = {
  verdict_changes: "INSERT OR REPLACE INTO verdict_changes (service, at, body) VALUES (?, ?, ?)",
  incidents:
    "INSERT INTO incidents (id, service, phase, suspected_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, body = excluded.body",
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

/** All or nothing: a D1 batch is one transaction. */
export async function writeRecords(db: D1Database, records: readonly StoredRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db.batch(records.map(({ table, cells }) => db.prepare(STATEMENTS[table]).bind(...cells)));
}
