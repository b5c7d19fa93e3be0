import { z } from "zod";
import type { EventWire } from "../../../shared/schema/event.ts";
import type { Env } from "../env.ts";
import {
  EVENTS_KEPT_MS,
  EVENTS_PER_MESSAGE,
  PRUNE_CHUNK,
  REHAND_AFTER_MS,
  REHAND_MAX,
  TOLD_AT_ONCE,
} from "../limits.ts";
import { eventsById, markHanded, pruneEvents, unhandedEvents } from "../store/published-events.ts";
import { deleteSubscription, toldSubscriptions, unconfirmed } from "../store/subscriptions.ts";

/**
 * From an event that was committed to every subscription: the queue carries ids, its consumer hands the events to all objects,
 * and each decides for itself. An event counts as handed over when every object has it; what a crash or a lost message left
 * behind is handed over again, and an object that has it already notes a duplicate.
 */

const Message = z.object({ events: z.array(z.string()).max(EVENTS_PER_MESSAGE) });
export type EventsMessage = z.infer<typeof Message>;

/** Asks for events to be handed over. A failure costs a minute: the sweep finds what was not. */
export async function announce({ EVENTS }: Pick<Env, "EVENTS">, ids: readonly string[]): Promise<void> {
  const messages: { body: EventsMessage }[] = [];
  for (let from = 0; from < ids.length; from += EVENTS_PER_MESSAGE)
    messages.push({ body: { events: ids.slice(from, from + EVENTS_PER_MESSAGE) } });
  if (messages.length > 0) await EVENTS.sendBatch(messages);
}

/** Hands the events of one batch of the queue to all subscriptions. */
export async function handOver(
  batch: Pick<MessageBatch, "messages">,
  env: Pick<Env, "DB" | "SUBSCRIBER">,
): Promise<void> {
  const ids = [...new Set(batch.messages.flatMap(({ body }) => Message.parse(body).events))];
  const events = await eventsById(env.DB, ids);
  if (events.length === 0) return;
  const told = await tellAll(
    env,
    events.map(({ event }) => event),
  );
  const failed = told.filter(({ error }) => error !== null);
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${told.length} subscriptions were not told: ${failed[0]?.error}`);
  await markHanded(env.DB, ids, Date.now());
}

async function tellAll(
  { DB, SUBSCRIBER }: Pick<Env, "DB" | "SUBSCRIBER">,
  events: EventWire[],
): Promise<{ id: string; error: string | null }[]> {
  const waiting = await toldSubscriptions(DB);
  const told: { id: string; error: string | null }[] = [];
  const tellOn = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      // One object that cannot be reached must not keep the others from knowing.
      const error = await SUBSCRIBER.getByName(id)
        .take(events)
        .then(
          () => null,
          (thrown: unknown) => String(thrown),
        );
      told.push({ id, error });
    }
  };
  await Promise.all(Array.from({ length: TOLD_AT_ONCE }, tellOn));
  return told;
}

/** Once a minute: what was committed and not handed over goes to the queue again, and what is old is forgotten. */
export async function sweep(env: Env, now: number): Promise<void> {
  await announce(env, await unhandedEvents(env.DB, { before: now - REHAND_AFTER_MS, limit: REHAND_MAX }));
  for (const id of await unconfirmed(env.DB, now)) {
    await env.SUBSCRIBER.getByName(id).remove();
    await deleteSubscription(env.DB, id);
  }
  await pruneEvents(env.DB, { before: now - EVENTS_KEPT_MS, limit: PRUNE_CHUNK });
}
