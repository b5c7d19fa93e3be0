import { z } from "zod";
import type { FoldOutput } from "../../../shared/evaluate.ts";
import { packFrame } from "../../../shared/geo/history.ts";
import { serviceOf, subjectOf } from "../../../shared/notify/subject.ts";
import { incidentTold } from "../../../shared/notify/told.ts";
import { Event, type EventService, Incident, type ServiceId, Verdict } from "../../../shared/schema/index.ts";
import type { MapFrame } from "../../../shared/schema/map-frame.ts";

/**
 * What the fold put out, as it is stored: verdict changes, incidents and events, and what maps were drawn from. Every key follows from the record itself, so
 * writing a record twice (after a crash, or in a replay) leaves one.
 */

/** One record in its stored form. */
export type StoredRecord = {
  readonly table: "verdict_changes" | "incidents" | "published_events" | "map_frames";
  readonly cells: readonly (string | number | null)[];
};

/** How each is written. */
export const STATEMENTS = {
  verdict_changes: "INSERT OR REPLACE INTO verdict_changes (service, at, body) VALUES (?, ?, ?)",
  incidents:
    "INSERT INTO incidents (id, service, phase, suspected_at, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, body = excluded.body",
  map_frames: "INSERT OR REPLACE INTO map_frames (at, shard, body) VALUES (?, ?, ?)",
  published_events:
    "INSERT INTO published_events (id, type, subject, service, simulated, at, committed_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
} as const;

export type About = {
  readonly service: (id: ServiceId) => EventService;
  readonly simulated: boolean;
  /** How long an incident must have been calm before it is over, in milliseconds. */
  readonly holdMs: number;
  /** Milliseconds. */
  readonly now: number;
};

/** The records of what a step of the fold put out: an incident comes before the event that happened to it. */
export function recordsOf(outputs: readonly FoldOutput[], about: About): StoredRecord[] {
  const records: StoredRecord[] = [];
  const incidents = new Map<string, Incident>();
  for (const output of outputs) {
    if (output.type === "verdict") records.push(verdictRecord(output.verdict));
    if (output.type === "incident") {
      incidents.set(output.incident.id, output.incident);
      records.push(incidentRecord(output.incident));
    }
    if (output.type === "event") {
      const { event } = output;
      const incident = incidents.get(event.incident);
      if (incident === undefined) throw new Error(`the event ${event.id} came without its incident`);
      const { simulated, holdMs, now } = about;
      const service = about.service(event.service);
      records.push(eventRecord(incidentTold(event, { incident, service, simulated, holdMs }), now));
    }
  }
  return records;
}

/** What a map was drawn from at one instant. */
export function frameRecord(frame: MapFrame, { at, shard }: { at: number; shard: string }): StoredRecord {
  return { table: "map_frames", cells: [at, shard, packFrame(frame)] };
}

function verdictRecord(verdict: Verdict): StoredRecord {
  return {
    table: "verdict_changes",
    cells: [verdict.service, verdict.at, JSON.stringify(z.encode(Verdict, verdict))],
  };
}

function incidentRecord(incident: Incident): StoredRecord {
  const { id, service, phase, suspectedAt } = incident;
  return {
    table: "incidents",
    cells: [id, service, phase, suspectedAt, JSON.stringify(z.encode(Incident, incident))],
  };
}

export function eventRecord(event: Event, now: number): StoredRecord {
  const { id, type, simulated, at } = event;
  const body = JSON.stringify(z.encode(Event, event));
  return {
    table: "published_events",
    cells: [id, type, subjectOf(event), serviceOf(event), simulated ? 1 : 0, at, now, body],
  };
}

export function countEvents(records: readonly StoredRecord[]): number {
  return records.filter(({ table }) => table === "published_events").length;
}
