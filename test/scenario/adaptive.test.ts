import { afterAll, beforeAll, expect, test } from "vitest";
import { type Live, openLive } from "../support/live.ts";

/** The whole network by its own alarms, six times faster than real time: 15 s of the network are 2.5 s here. */

const SPEED = 6;
type Vote = { endpoint: string; region: string; outcome: string; at: string };
type Incidents = {
  items: { service: string; phase: string; scope: string; openedAt?: string; timeline: { event: string }[] }[];
};
type Regions = { items: { id: string; rounds: { run: number }; extraLooks: number }[] };

let live: Live;
beforeAll(async () => {
  live = await openLive({ speed: SPEED });
});
afterAll(() => live.close());

const failing = async () =>
  (await live.get<{ votes: Vote[] }>("/v1/services/aria/evidence")).votes.filter(({ outcome }) => outcome === "fail");
const networkMs = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) * SPEED;
const regions = async () => (await live.get<Regions>("/v1/regions")).items;

test("a hard global outage is open within 15 seconds of the first exchange that fails", async () => {
  await live.until("every region has looked", async () => {
    const seen = await regions();
    return seen.length === 11 && seen.every(({ rounds }) => rounds.run > 0);
  });
  const before = await regions();
  expect(before.map(({ extraLooks }) => extraLooks)).toEqual(before.map(() => 0));

  await live.tell("global-backend", 20);
  let first: string | undefined;
  await live.until("something fails", async () => {
    const votes = await failing();
    first = votes.map(({ at }) => at).sort()[0];
    return first !== undefined;
  });
  let incident: Incidents["items"][number] | undefined;
  await live.until("an incident is open", async () => {
    const { items } = await live.get<Incidents>("/v1/incidents");
    incident = items.find(({ service }) => service === "aria");
    return incident?.phase === "open";
  });
  expect(networkMs(first ?? "", incident?.openedAt ?? "")).toBeLessThanOrEqual(15_000);

  await live.until("what was looked at besides the schedule is told", async () => {
    const asked = (await regions()).filter(({ extraLooks }) => extraLooks > 0);
    return asked.length >= 4;
  });
});
