import { afterAll, beforeAll, expect, test } from "vitest";
import { openReceiver, type Receiver } from "../support/receiver.ts";
import { openStory, type Story } from "../support/story.ts";
import { subscriberClient, until } from "../support/subscriber-client.ts";

/** An outage from its first failing look to the last webhook about it: nothing between the two is made up by the test. */

let story: Story;
let to: Receiver;
beforeAll(async () => {
  [story, to] = await Promise.all([openStory({ tellsThisMachine: true }), openReceiver()]);
});
afterAll(async () => {
  await story.close();
  await to.close();
});

test("a subscriber is told of an outage from its suspicion to its end, in order, each time with the whole of it", async () => {
  const client = subscriberClient(story.url);
  const events = ["suspected", "opened", "updated", "recovering", "resolved"].map((kind) => `incident.${kind}`);
  const made = await client.subscribe({ url: to.url, filter: { services: ["aria"], events } });
  to.trust(made.secret);
  await client.active(made);
  await story.until(22);
  const { items } = await story.get<{ items: { id: string; phase: string; timeline: { event: string }[] }[] }>(
    "/v1/incidents",
  );
  const [incident] = items;
  expect(incident?.phase).toBe("resolved");
  await until("all of it is told", async () => to.received.length >= (incident?.timeline.length ?? 0));
  const told = to.received.map(({ body }) => JSON.parse(body)).sort((a, b) => a.sequence - b.sequence);
  expect(told.map(({ type }) => type)).toEqual(incident?.timeline.map(({ event }) => event));
  expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => index));
  expect(to.received.every(({ verified }) => verified)).toBe(true);
  for (const event of told)
    expect(event).toMatchObject({
      version: 1,
      simulated: true,
      service: { id: "aria" },
      incident: { id: incident?.id },
      verdict: { service: "aria", regions: expect.any(Object) },
      links: { incident: `${story.url.origin}/incidents/${incident?.id}` },
    });
  expect(told.find(({ type }) => type === "incident.opened")).toMatchObject({
    reconnect: null,
    incident: { phase: "open" },
  });
  expect(told.find(({ type }) => type === "incident.recovering")).toMatchObject({ reconnect: { state: "ramp" } });
  expect(told.at(-1)).toMatchObject({ type: "incident.resolved", reconnect: { state: "open" } });
});
