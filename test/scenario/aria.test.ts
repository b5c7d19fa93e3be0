import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStory, type Story } from "../support/story.ts";

/** The demo story, as `npm start` tells it: a regional CDN failure from minute 2, gone in eeur at 5.5 and in weur at 7. */

type Incident = {
  id: string;
  phase: string;
  state: string;
  scope: string;
  layer: string;
  regions: Record<string, { state: string }>;
  timeline: { event: string }[];
};
type OnMap = {
  features: {
    properties: {
      kind: string;
      country: string;
      region: string;
      state: string;
      colo: string;
      health: string;
      service: string;
    };
  }[];
};
type Status = {
  services: {
    id: string;
    state: string;
    scope: string;
    layer: string | null;
    phase: string | null;
    simulated: boolean;
  }[];
};

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story.close());

const service = async (id: string) => (await story.get<Status>("/v1/status")).services.find((line) => line.id === id);
const onMap = async (kind: string) =>
  (await story.get<OnMap>("/v1/map")).features.filter(({ properties }) => properties.kind === kind);
const failingOnMap = async () =>
  (await onMap("probe")).flatMap(({ properties }) => (properties.state === "up" ? [] : [properties.region])).sort();
const incidents = async () => (await story.get<{ items: Incident[] }>("/v1/incidents")).items;

describe("the demo story on simulated time", () => {
  test("minute 1: eleven regions see everything up, each from its own data centre", async () => {
    await story.until(1);
    const features = await onMap("probe");
    expect(features).toHaveLength(11);
    expect(features.map(({ properties }) => properties.colo).sort()).toEqual([
      "AMS",
      "BOM",
      "DXB",
      "GRU",
      "IAD",
      "JNB",
      "NRT",
      "SIN",
      "SJC",
      "SYD",
      "WAW",
    ]);
    expect(await failingOnMap()).toEqual([]);
    expect(await service("aria")).toMatchObject({ state: "up", phase: null, simulated: true });
  });

  test("minute 5: one open incident, regional, in exactly its regions, with the layer of the fault", async () => {
    await story.until(5);
    expect(await service("aria")).toMatchObject({ state: "down", scope: "regional", layer: "cdn", phase: "open" });
    expect(await failingOnMap()).toEqual(["eeur", "weur"]);
    const countries = new Map((await onMap("country")).map(({ properties }) => [properties.country, properties]));
    for (const country of ["NL", "DE", "PL"])
      expect(countries.get(country)).toMatchObject({ state: "down", service: "aria" });
    for (const country of ["US", "BR", "AU", "JP"]) expect(countries.get(country)).toMatchObject({ state: "up" });
    const [incident, ...others] = await incidents();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ phase: "open", scope: "regional", layer: "cdn" });
    expect(Object.keys(incident?.regions ?? {}).sort()).toEqual(["eeur", "weur"]);
    expect(await service("lumen-mail")).toMatchObject({ state: "up", phase: null });
  });

  test("minute 9: both regions are back and the incident is recovering", async () => {
    await story.until(9);
    expect(await failingOnMap()).toEqual([]);
    expect((await incidents())[0]).toMatchObject({ phase: "recovering" });
  });

  test("minute 22: the incident is resolved, was one, and went through every phase", async () => {
    await story.until(22);
    const all = await incidents();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ phase: "resolved", state: "down", scope: "regional", layer: "cdn" });
    const kinds = all[0]?.timeline.map(({ event }) => event) ?? [];
    expect(kinds.filter((kind) => kind !== "incident.updated")).toEqual([
      "incident.suspected",
      "incident.opened",
      "incident.recovering",
      "incident.resolved",
    ]);
    expect(await service("aria")).toMatchObject({ state: "up", phase: null });
  });

  test("every round was run, none missed, none counted twice", async () => {
    const { items } = await story.get<{ items: { id: string; rounds: { run: number; missed: number } }[] }>(
      "/v1/regions",
    );
    expect(items.map(({ id }) => id)).toHaveLength(11);
    for (const { id, rounds } of items) expect([id, rounds.run >= 21, rounds.missed]).toEqual([id, true, 0]);
  });
});
