import { z } from "zod";
import { type ServerSent, serverSent, serverSentComment, serverSentRetry } from "../../../shared/feed/server-sent.ts";
import { filteredBecause } from "../../../shared/notify/filter.ts";
import { linksOf } from "../../../shared/notify/links.ts";
import type { Filter } from "../../../shared/notify/subscription.ts";
import { Event } from "../../../shared/schema/event.ts";
import { lineOf } from "../api/services.ts";
import type { Front } from "../front.ts";
import type { Placed } from "../store/stream.ts";
import { STREAM_BEAT_MS, STREAM_LASTS_MS, STREAM_POLL_MS, STREAM_RETRY_MS, STREAM_STEP } from "./limits.ts";

/**
 * The messages of one stream. It begins with the state of every service and the place that it was seen at; then come events,
 * each with its place, and the lines of services that have changed. A client that lost it comes back with the last place that
 * it saw, and gets every event since.
 */
export type StreamPorts = {
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** Nobody reads any more. */
  readonly isGone: () => boolean;
  /** What is new after a place, and how everything is. `last`: where to go on. */
  readonly look: (after: number | null) => Promise<{ events: readonly Placed[]; last: number; front: Front }>;
};

export type Wanted = {
  /** The place after which events are wanted; `null` for those to come. */
  readonly after: number | null;
  readonly filter: Filter;
  readonly origin: string;
};

export async function* streamMessages(ports: StreamPorts, { after, filter, origin }: Wanted): AsyncGenerator<string> {
  const endsAt = ports.now() + STREAM_LASTS_MS;
  yield serverSentRetry(STREAM_RETRY_MS);
  let seen = await ports.look(after);
  const told = new Map(linesOf(seen.front, filter).map((line) => [line.id, line]));
  // Its place is where the events that follow begin: whoever is cut off now misses none of them.
  const from = Math.min(after ?? seen.last, seen.last);
  yield serverSent({ id: String(from), event: "status", data: statusData(seen.front, [...told.values()]) });
  let spokenAt = ports.now();
  while (true) {
    const messages: string[] = seen.events
      .filter(({ event }) => isWanted(event, filter))
      .map((placed) => serverSent(eventMessage(placed, origin)));
    const changed = linesOf(seen.front, filter).filter((line) => isNews(told.get(line.id), line));
    for (const line of changed) told.set(line.id, line);
    if (changed.length > 0) messages.push(serverSent({ event: "status", data: statusData(seen.front, changed) }));
    if (messages.length === 0 && ports.now() - spokenAt >= STREAM_BEAT_MS) messages.push(serverSentComment("alive"));
    if (messages.length > 0) {
      yield messages.join("");
      spokenAt = ports.now();
    }
    if (ports.now() >= endsAt) return;
    await ports.wait(STREAM_POLL_MS);
    if (ports.isGone()) return;
    seen = await ports.look(seen.last);
  }
}

/** What is muted is for those who ask for it. */
function isWanted(event: Event, filter: Filter): boolean {
  if ("muted" in event && event.muted !== null && filter.muted !== true) return false;
  return filteredBecause(event, filter) === null;
}

function eventMessage({ position, event }: Placed, origin: string): ServerSent {
  const data = JSON.stringify({ ...z.encode(Event, event), links: linksOf(event, { origin }) });
  return { id: String(position), event: event.type, data };
}

type Line = ReturnType<typeof lineOf>;

function linesOf({ snapshot }: Front, { services }: Filter): Line[] {
  return snapshot.services
    .filter(({ id }) => services === undefined || services.some((wanted) => wanted === id))
    .map(lineOf);
}

/** Another state, phase, scope or layer, or a probability that has moved by more than looks jitter. */
function isNews(before: Line | undefined, after: Line): boolean {
  if (before === undefined) return true;
  const headlines = [before, after].map(({ probability: _, ...headline }) => JSON.stringify(headline));
  return headlines[0] !== headlines[1] || Math.abs(after.probability - before.probability) >= STREAM_STEP;
}

function statusData({ snapshot, stale }: Front, services: readonly Line[]): string {
  return JSON.stringify({ asOf: snapshot.asOf, stale, services });
}
