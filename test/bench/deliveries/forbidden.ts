import type { Delivery } from "../../../shared/notify/delivery.ts";
import type { Killable } from "../../support/killable.ts";
import { type Made, subscriberClient, until } from "../../support/subscriber-client.ts";
import { LEFT_BEHIND_MS } from "../../support/telling.ts";
import { toldOf } from "../../support/told.ts";
import type { Member } from "./fleet.ts";

/** The same subscriptions where this machine is a private address as any other: nothing may arrive, and the log says why. */

const EVENTS = 50;
const PATIENCE_MS = 120_000;

export type Forbidden = { readonly owed: number; readonly arrived: number; readonly explained: number };

export async function tellForbidden(
  network: Killable,
  { fleet, made }: { fleet: readonly Member[]; made: readonly Made[] },
): Promise<Forbidden> {
  const client = subscriberClient(network.url);
  const events = Array.from({ length: EVENTS }, (_, index) =>
    toldOf({ incident: `forbidden${index}`, service: "aria" }),
  );
  const asked = fleet.flatMap(({ kind, services, receiver }, index) => {
    const one = made[index];
    const isOwed = kind !== "dead" && kind !== "gone" && (services === null || services.includes("aria"));
    return isOwed && one !== undefined ? [{ one, receiver, before: receiver.received.length }] : [];
  });
  await network.commit(events, Date.now() - LEFT_BEHIND_MS);
  await network.tick(Date.now());
  const owed = asked.length * EVENTS;
  let explained = 0;
  const isTried = async () => {
    const logs = await Promise.all(asked.map(({ one }) => newest(one)));
    explained = logs.flat().filter(isUnsent).length;
    return explained >= owed;
  };
  const newest = async ({ id, manageKey }: Made) => {
    const path = `/v1/subscriptions/${id}/deliveries?limit=200`;
    const { body } = await client.call<{ items: Delivery[] }>("GET", path, { key: manageKey });
    return body.items.filter((delivery) => delivery.id.startsWith("evt_forbidden"));
  };
  await until("every message is tried and refused", isTried, PATIENCE_MS);
  const arrived = asked.reduce((sum, { receiver, before }) => sum + receiver.received.length - before, 0);
  return { owed, arrived, explained };
}

function isUnsent({ attempts }: Delivery): boolean {
  return attempts.length > 0 && attempts.every(({ outcome, because }) => outcome === "unsent" && because !== null);
}
