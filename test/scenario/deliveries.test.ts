import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openReceiver, type Receiver } from "../support/receiver.ts";
import { openTelling, type Telling } from "../support/telling.ts";
import { toldOf } from "../support/told.ts";

/** Webhooks on the real runtime, to real servers of this machine, under what servers do. */

let net: Telling;
const receivers: Receiver[] = [];
const receiver = async (options?: { answersChallenge?: boolean }) => {
  const opened = await openReceiver(options);
  receivers.push(opened);
  return opened;
};

beforeAll(async () => {
  net = await openTelling();
});
afterAll(async () => {
  await net.close();
  await Promise.all(receivers.map((opened) => opened.close()));
});

describe("a subscription", () => {
  test("is pending until the target gives the challenge back, and is told of what happens from then on", async () => {
    const to = await receiver();
    const made = await net.subscribe({ url: to.url });
    expect(made).toMatchObject({ status: "pending", secret: expect.stringMatching(/^whsec_/) });
    await net.active(made);
    expect(to.challenges()).toBe(1);
    to.trust(made.secret);
    await net.tell([toldOf({ incident: "first" })]);
    await net.until("it is told", async () => to.received.length === 1);
    expect(to.received[0]).toMatchObject({ id: "evt_first_1", verified: true, contentType: "application/json" });
    const event = JSON.parse(to.received[0]!.body);
    expect(event).toMatchObject({
      type: "incident.opened",
      version: 1,
      verdict: { state: "down", because: expect.any(Array) },
      links: { incident: expect.stringContaining("/v1/incidents/inc_first") },
    });
    await net.until("it is in the log", async () => (await net.log(made))[0]?.state === "delivered");
    expect((await net.log(made))[0]).toMatchObject({
      id: "evt_first_1",
      attempts: [{ status: 204, outcome: "delivered" }],
    });
  });
});
