import type { Delivery } from "../../../shared/notify/delivery.ts";
import type { IncidentTold } from "../../../shared/schema/index.ts";
import type { Member } from "./fleet.ts";

/** What one receiver got against what it was owed, and what its log says of each event. */

export type Judged = {
  readonly name: string;
  readonly owed: number;
  readonly arrived: number;
  readonly missing: number;
  /** Messages beyond the first of an event; all under its id. */
  readonly duplicates: number;
  readonly wrong: number;
  readonly unsigned: number;
  /** Events of which the log says nothing, or something else than what happened. */
  readonly unexplained: number;
};

export function judge(
  { name, kind, services, receiver }: Member,
  { events, log }: { events: readonly IncidentTold[]; log: readonly Delivery[] },
): Judged {
  const owed = new Set(
    events.flatMap(({ id, service }) => (services === null || services.includes(service.id) ? [id as string] : [])),
  );
  const arrived = new Set(receiver.received.map(({ id }) => id));
  const known = new Map(log.map((delivery) => [delivery.id as string, delivery]));
  // A receiver that is dead or gone took nothing: what it is owed must be explained, and need not have arrived.
  const mustArrive = kind !== "dead" && kind !== "gone";
  return {
    name,
    owed: owed.size,
    arrived: arrived.size,
    missing: mustArrive ? [...owed].filter((id) => !arrived.has(id)).length : 0,
    duplicates: receiver.received.length - arrived.size,
    wrong: [...arrived].filter((id) => !owed.has(id)).length,
    unsigned: receiver.received.filter(({ verified }) => !verified).length,
    unexplained: events.filter(({ id }) => !isExplained(known.get(id), { isOwed: owed.has(id), mustArrive })).length,
  };
}

function isExplained(
  delivery: Delivery | undefined,
  { isOwed, mustArrive }: { isOwed: boolean; mustArrive: boolean },
): boolean {
  if (delivery === undefined) return false;
  const { state, reason, because, attempts } = delivery;
  if (!isOwed) return state === "skipped" && (reason === "filtered" || reason === "paused") && because !== null;
  if (mustArrive) return state === "delivered" && attempts.at(-1)?.outcome === "delivered";
  return state === "waiting" || (because !== null && (state === "dead" || state === "skipped"));
}
