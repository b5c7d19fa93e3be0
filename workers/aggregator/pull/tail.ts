import type { Context } from "hono";
import { type Api, frontOf } from "../api/context.ts";
import type { Front } from "../front.ts";
import { eventsAfter, type Placed } from "../store/stream.ts";
import { STREAM_PAGE, STREAM_POLL_MS } from "./limits.ts";

/**
 * The newest events and the state of everything, as this isolate last saw them. All streams of an isolate share one look every
 * two seconds, so their number costs nothing. Only data is kept between requests, never a promise.
 */
export type Tail = {
  readonly seenAt: number;
  /** Events after this position, up to `last`. */
  readonly from: number;
  readonly last: number;
  readonly events: readonly Placed[];
  readonly front: Front;
};

let tail: Tail | null = null;

/** As fresh as two seconds. Throws where D1 is away. */
export async function tailNow(c: Context<Api>, now: number): Promise<Tail> {
  const known = tail;
  if (known !== null && now - known.seenAt < STREAM_POLL_MS && now >= known.seenAt) return known;
  const [front, read] = await Promise.all([
    frontOf(c),
    eventsAfter(c.env.DB, { after: known?.last ?? Number.MAX_SAFE_INTEGER, limit: STREAM_PAGE }),
  ]);
  // The first look, and one into a database that was set back: nothing before the newest is known here.
  const isNew = known === null || read.newest < known.last;
  const seen: Tail = isNew
    ? { seenAt: now, from: read.newest, last: read.newest, events: [], front }
    : { seenAt: now, ...extended(known, read), front };
  // Of two looks at once the one that saw more stays.
  if (tail === null || isNew || seen.last >= tail.last) tail = seen;
  return seen;
}

function extended(known: Tail, { events, last }: { events: readonly Placed[]; last: number }) {
  const kept = [...known.events, ...events].slice(-STREAM_PAGE);
  const dropped = known.events.length + events.length - kept.length;
  return { from: dropped === 0 ? known.from : (kept[0]?.position ?? last) - 1, last, events: kept };
}
