import type { Killable } from "../../support/killable.ts";
import type { Receiver } from "../../support/receiver.ts";
import { openReceiver } from "../../support/receiver.ts";
import { subscriberClient, until } from "../../support/subscriber-client.ts";
import { LEFT_BEHIND_MS } from "../../support/telling.ts";
import { toldOf } from "../../support/told.ts";

/** How long a healthy receiver waits for an event when a dead one is told of the same, and when none is. Medians, in ms. */

const TRIES = 9;

export async function delayOf(
  network: Killable,
  { healthy }: { healthy: Receiver },
): Promise<{ with: number; without: number }> {
  const client = subscriberClient(network.url);
  const dead = await openReceiver();
  dead.behave(() => "silent");
  const [well, ill] = await Promise.all(
    [healthy, dead].map(({ url }) => client.subscribe({ url, filter: { services: ["alone"] } })),
  );
  if (well === undefined || ill === undefined) throw new Error("no subscription was made");
  await Promise.all([well, ill].map((one) => client.active(one)));
  const manage = (status: string) =>
    client.call("PATCH", `/v1/subscriptions/${ill.id}`, { key: ill.manageKey, body: { status } });
  await manage("paused");
  const without = await medianOf(network, healthy, "calm");
  await manage("active");
  const withDead = await medianOf(network, healthy, "dead");
  if (dead.received.length === 0) throw new Error("the dead receiver was never asked");
  await Promise.all([healthy.close(), dead.close()]);
  return { with: withDead, without };
}

async function medianOf(network: Killable, { received }: Receiver, name: string): Promise<number> {
  const waits: number[] = [];
  for (let index = 0; index < TRIES; index++) {
    const event = toldOf({ incident: `${name}${index}`, service: "alone" });
    await network.commit([event], Date.now() - LEFT_BEHIND_MS);
    const handedAt = Date.now();
    await network.tick(handedAt);
    await until("the healthy one is told", async () => received.some(({ id }) => id === event.id));
    waits.push((received.find(({ id }) => id === event.id)?.at ?? 0) - handedAt);
  }
  return waits.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0;
}
