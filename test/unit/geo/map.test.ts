import { describe, expect, test } from "vitest";
import { FRAME_AGE_MS, frameDue, packFrame, unpackFrame, withChanges } from "../../../shared/geo/history.ts";
import { mapOfFrame } from "../../../shared/geo/map.ts";
import type { MapFrame } from "../../../shared/schema/map-frame.ts";
import type { Verdict } from "../../../shared/schema/verdict.ts";
import { frameWith } from "../../support/frames.ts";

/** The map of one service and of all, and what is kept of it. */

const AT = "2026-01-31T12:05:00.000Z";
const MINUTE = 60_000;
const draw = (frame: MapFrame, service: string | null) => mapOfFrame(frame, { service, stale: false, asOf: AT });
const country = (map: ReturnType<typeof draw>, id: string) => map.countries.find((each) => each.country === id);

describe("the map of all services", () => {
  const frame = frameWith({ aria: { down: ["weur", "eeur"] }, bard: { down: ["sam"] }, calm: {} });

  test("each country and each probe shows the worst service and names it", () => {
    const map = draw(frame, null);
    expect(country(map, "DE")).toMatchObject({ state: "down", service: "aria" });
    expect(country(map, "BR")).toMatchObject({ service: "bard" });
    expect(map.features.find(({ id }) => id === "weur")?.properties).toMatchObject({ state: "down", service: "aria" });
    expect(map.features.find(({ id }) => id === "sam")?.properties).toMatchObject({ state: "down", service: "bard" });
  });

  test("a country is as bad as on the worst service's own map, and no worse", () => {
    const all = draw(frame, null);
    const [aria, bard] = ["aria", "bard"].map((service) => draw(frame, service));
    for (const { country: id, probability } of all.countries) {
      const own = [aria, bard].map((map) => (map === undefined ? 0 : (country(map, id)?.probability ?? 0)));
      expect(probability, id).toBeLessThanOrEqual(Math.max(...own));
    }
  });

  test("what a service is seen up in is not made unknown by services that nobody watches from there", () => {
    const map = draw(frameWith({ aria: { down: ["weur", "eeur"] } }), null);
    for (const id of ["ZA", "AU", "US"]) expect(country(map, id)).toMatchObject({ state: "up", service: "aria" });
  });

  test("where every service is well, countries are up and name none", () => {
    expect(country(draw(frameWith({ a: {}, b: {} }), null), "DE")).toMatchObject({ state: "up", service: null });
  });

  test("an ill probe colours no country", () => {
    const ill = { ...frame, places: frame.places.map((place) => ({ ...place, health: "ill" as const })) };
    expect(draw(ill, "aria").countries.every(({ state }) => state === "unknown")).toBe(true);
  });

  test("a service that was not watched then is unknown everywhere", () => {
    expect(draw(frame, "later").countries.every(({ state }) => state === "unknown")).toBe(true);
  });
});

describe("the past of the map", () => {
  const calm = frameWith({ aria: {}, bard: {} });
  const failing = frameWith({ aria: { down: ["weur"] }, bard: {} });

  test("a frame is kept when something has changed, at most one a minute, and one an hour in any case", () => {
    const first = frameDue(null, { frame: calm, at: 0, minuteMs: MINUTE });
    expect(first).not.toBeNull();
    expect(frameDue(first, { frame: failing, at: 30_000, minuteMs: MINUTE })).toBeNull();
    expect(frameDue(first, { frame: failing, at: MINUTE, minuteMs: MINUTE })).toMatchObject({ at: MINUTE });
    expect(frameDue(first, { frame: calm, at: 30 * MINUTE, minuteMs: MINUTE })).toBeNull();
    expect(frameDue(first, { frame: calm, at: FRAME_AGE_MS, minuteMs: MINUTE })).toMatchObject({ at: FRAME_AGE_MS });
  });

  test("a change too small to be seen is none; a report is one", () => {
    const first = frameDue(null, { frame: calm, at: 0, minuteMs: MINUTE });
    const [aria] = calm.services;
    const nearly = { ...calm, services: [{ ...aria, probability: 0.001 }, ...calm.services.slice(1)] } as MapFrame;
    expect(frameDue(first, { frame: nearly, at: MINUTE, minuteMs: MINUTE })).toBeNull();
    const reports = { DE: { people: 3, networks: 2, usual: 1 } };
    const reported = frameWith({ aria: { ground: { reports } }, bard: {} });
    expect(frameDue(first, { frame: reported, at: MINUTE, minuteMs: MINUTE })).not.toBeNull();
  });

  test("what was kept draws the same map", () => {
    const reports = { DE: { people: 30, networks: 9, usual: 2 } };
    const notices = [{ status: "partial_outage" as const, regions: [], countries: ["JP"] }];
    const frame = frameWith({ aria: { down: ["weur"], ground: { reports, usual: 20, notices } }, bard: {}, cara: {} });
    const back = unpackFrame(packFrame(frame));
    for (const service of [null, "aria"]) expect(draw(back, service)).toEqual(draw(frame, service));
    const states = (map: ReturnType<typeof draw>) => map.countries.map(({ state }) => state);
    expect(states(draw(back, "bard"))).toEqual(states(draw(frame, "bard")));
  });

  test("a verdict that changed after the frame was kept counts from its own moment", () => {
    const [aria, down] = [calm.services[0], failing.services[0]];
    if (aria === undefined || down === undefined) throw new Error("a frame has services");
    const { state, probability, scope, regions } = down;
    const verdict = { service: "aria", at: 1, state, probability, scope, regions } as unknown as Verdict;
    const later = draw(withChanges(calm, [verdict]), "aria");
    expect(later).toEqual(draw(failing, "aria"));
    expect(withChanges(calm, [{ ...verdict, service: "nobody" } as unknown as Verdict])).toEqual(calm);
  });

  test("a hundred calm services weigh little more than one", () => {
    const many = frameWith(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`s${index}`, {}])));
    expect(packFrame(many).length - packFrame(calm).length).toBeLessThan(100 * 60);
  });

  test("what is no frame is refused", () => {
    expect(() => unpackFrame('{"places":[]}')).toThrow();
  });
});
