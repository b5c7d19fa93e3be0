import type { FoldEvent } from "../../../../shared/schema/index.ts";
import { id } from "../../../support/timeline.ts";
import { meaningOf, type Row } from "./row.ts";

/**
 * Changes of state, made into looks at a steady pace: between two rows nothing changed, so the last one holds. A row comes
 * at least once a day; where none came for two days the recorder did not run, and there is silence and not a state.
 */

/** One name for the machine that all of these recordings were made from. */
export const RUNNER = "runner";
export const ENDPOINT = "web";

/** Two daily heartbeats and an hour, since scheduled runs come late. */
const HOLDS_MS = 49 * 3_600_000;

export type Span = { readonly from: number; readonly to: number };

/** Rows in the order of time, by service. */
export type Sites = Readonly<Record<string, readonly Row[]>>;

/** A row and how long it is known to hold. The last one holds no longer than itself. */
export function* heldOf(rows: readonly Row[]): Generator<{ readonly row: Row; readonly until: number }> {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1]?.at ?? row.at + 1;
    yield { row, until: Math.min(next, row.at + HOLDS_MS) };
  }
}

/** Looks at every site at every interval of the span, the end excluded, and a tick after each round. */
export function* looksOf(sites: Sites, { from, to }: Span, intervalMs: number): Generator<FoldEvent> {
  const cursors = Object.entries(sites).map(([service, rows]) => ({ service, cursor: openCursor(rows) }));
  for (let at = Math.ceil(from / intervalMs) * intervalMs; at < to; at += intervalMs) {
    for (const { service, cursor } of cursors) {
      const held = cursor(at);
      if (held !== null) yield lookOf({ service, at, ...held });
    }
    yield { type: "tick", at: at + intervalMs - 1 };
  }
}

type Held = { readonly row: Row; readonly isFresh: boolean };

/** What holds at an instant; asked in the order of time. `isFresh` on the first look after a row. */
function openCursor(rows: readonly Row[]): (at: number) => Held | null {
  const held = heldOf(rows);
  let current = held.next();
  let told: Row | null = null;
  return (at) => {
    while (!current.done && current.value.until <= at) current = held.next();
    if (current.done || current.value.row.at > at) return null;
    const { row } = current.value;
    const isFresh = row !== told;
    told = row;
    return { row, isFresh };
  };
}

/** The latency is told once: held on like the state, one slow answer would make a slow day. */
function lookOf({ service, at, row, isFresh }: Held & { readonly service: string; readonly at: number }): FoldEvent {
  return {
    type: "observation",
    service: id(service),
    endpoint: id(ENDPOINT),
    region: RUNNER,
    at,
    ...meaningOf(row),
    status: row.code >= 100 ? row.code : null,
    latencyMs: isFresh && row.ms > 0 ? row.ms : null,
  };
}
