import type { EventWire } from "../../../shared/schema/event.ts";
import type { Env } from "../env.ts";
import {
  EVENTS_KEPT_MS,
  HANDED_AT_ONCE,
  HANDING_ROUNDS,
  LEFT_BEHIND_MS,
  PRUNE_CHUNK,
  TOLD_AT_ONCE,
} from "../limits.ts";
import { laggingSubscriptions, noteCaughtUp, noteLagging } from "../store/lagging.ts";
import { handedEvents, isAnyLeft, markHanded, pruneEvents, unhandedEvents } from "../store/published-events.ts";
import { deleteSubscription, toldSubscriptions, unconfirmed } from "../store/subscriptions.ts";

/**
 * From events that were committed to every subscription. A message of the queue says only that there are some: which, and in
 * which order, stands in D1, so that a lost, late or doubled message changes nothing. One consumer at a time hands them over,
 * in the order of their commit: nobody hears of an end before its beginning. An object that cannot be told is told apart from
 * the others until it has caught up.
 */

/** How many were committed; for whoever reads the queue. */
export type EventsMessage = { readonly events: number };

export type HandOverPorts = {
  readonly db: D1Database;
  /** Tells one subscription. */
  readonly tell: (id: string, events: EventWire[]) => Promise<void>;
};

/** Asks for events to be handed over. A failure costs a minute: the sweep finds what was not. */
export async function announce({ EVENTS }: Pick<Env, "EVENTS">, events: number): Promise<void> {
  if (events > 0) await EVENTS.send({ events });
}

/** Hands over what was committed and not handed over yet. */
export async function handOver(ports: HandOverPorts): Promise<void> {
  const { db } = ports;
  for (let round = 0; round < HANDING_ROUNDS; round++) {
    const found = await unhandedEvents(db, HANDED_AT_ONCE);
    const [first] = found;
    if (first === undefined) break;
    const lagging = await laggingSubscriptions(db);
    const ids = (await toldSubscriptions(db)).filter((id) => !lagging.has(id));
    const failed = await tellAll(
      ports,
      ids,
      found.map(({ event }) => event),
    );
    // Noted before the events count as handed over: what is lost in between is handed over again.
    await noteLagging(db, failed, first.position);
    const positions = found.map(({ position }) => position);
    await markHanded(db, positions, Date.now());
  }
  await catchUp(ports);
}

/** Tells those that could not be told what they have missed. */
async function catchUp(ports: HandOverPorts): Promise<void> {
  const { db } = ports;
  for (const [id, from] of await laggingSubscriptions(db)) {
    const missed = await handedEvents(db, { from, limit: HANDED_AT_ONCE });
    const failed = await tellAll(
      ports,
      [id],
      missed.map(({ event }) => event),
    );
    if (failed.length > 0) continue;
    const last = missed.at(-1);
    await noteCaughtUp(db, id, missed.length < HANDED_AT_ONCE || last === undefined ? null : last.position + 1);
  }
}

/** Those that could not be told. */
async function tellAll({ tell }: HandOverPorts, ids: readonly string[], events: EventWire[]): Promise<string[]> {
  const waiting = [...ids];
  const failed: string[] = [];
  const tellOn = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await tell(id, events);
      } catch (error) {
        console.warn("a subscription could not be told", { id, error: String(error) });
        failed.push(id);
      }
    }
  };
  await Promise.all(Array.from({ length: TOLD_AT_ONCE }, tellOn));
  return failed;
}

/** Once a minute: asks for what was left behind, and forgets what is old. */
export async function sweep(env: Env, now: number): Promise<void> {
  const isLeft = await isAnyLeft(env.DB, now - LEFT_BEHIND_MS);
  if (isLeft || (await laggingSubscriptions(env.DB)).size > 0) await announce(env, 1);
  for (const id of await unconfirmed(env.DB, now)) {
    await env.SUBSCRIBER.getByName(id).remove();
    await deleteSubscription(env.DB, id);
  }
  await pruneEvents(env.DB, { before: now - EVENTS_KEPT_MS, limit: PRUNE_CHUNK });
}
