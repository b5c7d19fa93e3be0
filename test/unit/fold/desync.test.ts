import { describe, expect, test } from "vitest";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { openNetwork } from "../../../shared/network.ts";
import { evidenceOf } from "../../../shared/readout.ts";
import { restoreNetwork, saveNetwork } from "../../../shared/save-network.ts";
import { type FoldEvent, formatInstant } from "../../../shared/schema/index.ts";
import { eventsOf, factsOf, id, MINUTE, play, replay, START, type World } from "../../support/timeline.ts";

/** Looks that pass and bring a version: regions whose data lags fail there, before anything is folded. */

const world: World = { services: { aria: ["api"], mail: ["web"] }, minutes: 30 };

/** The events of a quiet half hour, each look at the API with what its region reads. */
const reading = (read: (region: string, minute: number, at: number) => string): FoldEvent[] =>
  eventsOf(world).map((event) =>
    event.type === "observation" && event.endpoint === "api"
      ? { ...event, version: read(event.region, Math.floor((event.at - START) / MINUTE), event.at) }
      : event,
  );

describe("regions that see different versions", () => {
  const stuck = reading((region, minute) => (minute >= 5 && region !== "oc" ? "4.3.0" : "4.2.0"));

  test("a region that keeps the old one is an isolated incident of the backend, and its cause is desync", () => {
    const story = play(world, { events: stuck });
    expect(story.incidents.map(({ service }) => service)).toEqual(["aria"]);
    expect(story.verdicts.at(-1)).toMatchObject({
      service: "aria",
      scope: "isolated",
      layer: "backend",
      phase: "open",
    });
    const [opened = 0] = story.minutesOf("incident.opened");
    expect(opened).toBeGreaterThan(8);
    expect(opened).toBeLessThan(14);
    const votes = [...evidenceOf(story.network, id("aria"))];
    expect(votes.filter(({ cause }) => cause === "desync").map(({ region }) => region)).toEqual(["oc"]);
  });

  test("it ends when the region has caught up", () => {
    const caughtUp = reading((region, minute) =>
      minute >= 5 && (region !== "oc" || minute >= 18) ? "4.3.0" : "4.2.0",
    );
    expect(play(world, { events: caughtUp }).minutesOf("incident.resolved")).toHaveLength(1);
  });

  test("a version that spreads within two minutes, and a clock that all read at their own time, are no incident", () => {
    const spread = reading((region, minute) => (minute >= (region < "g" ? 5 : 7) ? "4.3.0" : "4.2.0"));
    const clock = reading((_, __, at) => formatInstant(at));
    for (const events of [spread, clock]) expect(play(world, { events }).incidents).toEqual([]);
  });

  test("the catalogue's tolerance is kept: data late by less is no incident, by more it is", () => {
    const late = (byMs: number) =>
      reading((region, minute, at) => formatInstant(region === "oc" && minute > 4 ? at - byMs : at));
    const facts = factsOf(world).map((service) => ({
      ...service,
      endpoints: service.endpoints.map((endpoint) => ({ ...endpoint, tolerance: 120 })),
    }));
    const incidents = (byMs: number) => replay(openNetwork(DEFAULT_MODEL, facts), late(byMs)).incidents.length;
    expect([incidents(60_000), incidents(600_000)]).toEqual([0, 1]);
  });

  test("a network that is saved and restored in the middle goes on as if nothing had happened", () => {
    const half = Math.floor(stuck.length / 3);
    const first = replay(openNetwork(DEFAULT_MODEL, factsOf(world)), stuck.slice(0, half));
    const restored = restoreNetwork(DEFAULT_MODEL, saveNetwork(first.network), factsOf(world));
    const rest = replay(restored, stuck.slice(half));
    const whole = play(world, { events: stuck });
    expect([...first.verdicts, ...rest.verdicts]).toEqual(whole.verdicts);
  });

  test("a look that failed anyway says nothing of versions", () => {
    const failing = stuck.map((event) =>
      event.type === "observation" && event.region === "oc" && event.endpoint === "api"
        ? { ...event, outcome: "inconclusive" as const, cause: "blocked" as const }
        : event,
    );
    expect(play(world, { events: failing }).incidents).toEqual([]);
  });
});
