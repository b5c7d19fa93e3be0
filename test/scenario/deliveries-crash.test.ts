import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Killable, openKillable } from "../support/killable.ts";
import { openReceiver, type Receiver } from "../support/receiver.ts";
import { type Made, type SubscriberClient, subscriberClient, until } from "../support/subscriber-client.ts";
import { LEFT_BEHIND_MS } from "../support/telling.ts";
import { toldOf } from "../support/told.ts";

/** The network is killed with SIGKILL at the worst moments, started again, and owes nothing to anybody. */

let folder: string;
let network: Killable;
/** Each test has a receiver of its own, and the network as the test before has left it: alive. */
let to: Receiver;
let made: Made;
let client: SubscriberClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "downwhere-"));
  network = await openKillable(folder);
});
afterAll(async () => {
  network.kill();
  await network.dead;
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  to = await openReceiver();
  client = subscriberClient(network.url);
  made = await client.subscribe({ url: to.url });
  to.trust(made.secret);
  await client.active(made);
});
afterEach(async () => {
  await client.call("DELETE", `/v1/subscriptions/${made.id}`, { key: made.manageKey });
  await to.close();
});

const restart = async (allowPrivate: "all" | "declared" = "all") => {
  await network.dead;
  network = await openKillable(folder, allowPrivate);
  await network.tick(Date.now());
  client = subscriberClient(network.url);
};
const ids = () => to.received.map(({ id }) => id);
const logged = async (id: string) => (await client.log(made)).find((delivery) => delivery.id === id);

describe("a network that is killed", () => {
  test("between the commit of an event and its sending sends it when it is back", async () => {
    await network.commit([toldOf({ incident: "between" })], Date.now() - LEFT_BEHIND_MS);
    network.kill();
    await restart();
    await until("it is told", async () => to.received.length === 1);
    expect(to.received[0]).toMatchObject({ id: "evt_between_1", verified: true });
    await until("it is in the log", async () => (await logged("evt_between_1"))?.state === "delivered");
  });

  test("in the middle of an attempt makes it again under its id, and the log says so", async () => {
    to.behave((_, count) => {
      if (count > 1) return { status: 200 };
      network.kill();
      return "silent";
    });
    await network.commit([toldOf({ incident: "middle" })], Date.now() - LEFT_BEHIND_MS);
    await network.tick(Date.now()).catch(() => undefined);
    await restart();
    await until("it is told again", async () => to.received.length === 2);
    expect(ids()).toEqual(["evt_middle_1", "evt_middle_1"]);
    await until("it is in the log", async () => (await logged("evt_middle_1"))?.state === "delivered");
    expect((await logged("evt_middle_1"))?.attempts.map(({ outcome }) => outcome)).toEqual([
      "interrupted",
      "delivered",
    ]);
  });

  test("between an answer and its record sends it once more, under its id", async () => {
    to.behave((_, count) => {
      if (count === 1) setImmediate(() => network.kill());
      return { status: 200 };
    });
    await network.commit([toldOf({ incident: "answered" })], Date.now() - LEFT_BEHIND_MS);
    await network.tick(Date.now()).catch(() => undefined);
    await restart();
    await until("it is in the log", async () => (await logged("evt_answered_1"))?.state === "delivered");
    expect(new Set(ids())).toEqual(new Set(["evt_answered_1"]));
    const delivery = await logged("evt_answered_1");
    expect(to.received).toHaveLength(delivery?.attempts.length ?? 0);
  });

  test("and started without leave for this machine sends nothing to it, and the log says why", async () => {
    network.kill();
    await restart("declared");
    await network.commit([toldOf({ incident: "private" })], Date.now() - LEFT_BEHIND_MS);
    await network.tick(Date.now());
    await until("it is in the log", async () => (await logged("evt_private_1"))?.attempts.length === 1);
    expect(await logged("evt_private_1")).toMatchObject({
      state: "waiting",
      attempts: [{ outcome: "unsent", status: null, because: expect.stringMatching(/must be https/) }],
    });
    expect(to.received).toEqual([]);
  });
});
