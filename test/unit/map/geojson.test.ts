import { gzipSync } from "node:zlib";
import { check } from "@placemarkio/check-geojson";
import { describe, expect, test } from "vitest";
import { mapOfFrame } from "../../../shared/geo/map.ts";
import { type Box, geoJsonOf } from "../../../workers/aggregator/map/geojson.ts";
import { frameWith } from "../../support/frames.ts";

/** The map as GeoJSON: what an independent linter says, and what a box and "no geometry" leave of it. */

const AT = "2026-01-31T12:05:00.000Z";
const map = mapOfFrame(frameWith({ aria: { down: ["weur", "eeur"] } }), { service: "aria", stale: false, asOf: AT });
const full = geoJsonOf(map, { box: null, located: true });
const inBox = (box: Box) => geoJsonOf(map, { box, located: true }).features.map(({ id }) => id);

describe("the map as GeoJSON", () => {
  test("an independent linter finds nothing to object to", () => {
    expect(check(JSON.stringify(full)).type).toBe("FeatureCollection");
  });

  test("every country comes once under its alpha-2 code, before the probes", () => {
    const ids = full.features.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 243)).toEqual(map.countries.map(({ country }) => country));
    expect(ids.slice(243)).toHaveLength(11);
    const germany = full.features.find(({ id }) => id === "DE");
    expect(germany?.properties).toMatchObject({
      kind: "country",
      alpha3: "DEU",
      name: "Germany",
      state: "down",
      service: "aria",
    });
  });

  test("a country too small for an outline is a point", () => {
    expect(full.features.find(({ id }) => id === "SG")?.geometry?.type).toBe("Point");
    expect(full.features.find(({ id }) => id === "DE")?.geometry?.type).toBe("Polygon");
  });

  test.each<[string, Box, string[], string[]]>([
    ["central Europe", [5, 47, 15, 55], ["DE", "AT", "weur"], ["BR", "eeur", "US"]],
    ["across the antimeridian", [170, -25, -170, 0], ["FJ", "TV"], ["AU", "RU", "oc"]],
    ["a box of no size", [13.4, 52.5, 13.4, 52.5], ["DE"], ["FR", "weur"]],
  ])("a box keeps what touches it: %s", (_, box, inside, outside) => {
    const ids = inBox(box);
    for (const id of inside) expect(ids).toContain(id);
    for (const id of outside) expect(ids).not.toContain(id);
  });

  test("without geometry it is whole and fits into 8 kB, also where people report from every country", () => {
    const reports = Object.fromEntries(
      map.countries.map(({ country }, index) => [
        country,
        { people: (index * 37) % 300, networks: 9, usual: index % 20 },
      ]),
    );
    const frame = frameWith({ aria: { down: ["weur"], ground: { reports, usual: 500 } }, bard: { down: ["sam"] } });
    const loud = mapOfFrame(frame, { service: null, stale: false, asOf: AT });
    expect(gzipSync(JSON.stringify(geoJsonOf(loud, { box: null, located: false }))).length).toBeLessThan(8_000);
    const bare = geoJsonOf(map, { box: null, located: false });
    expect(bare.features).toHaveLength(full.features.length);
    expect(bare.features.every(({ geometry }) => geometry === null)).toBe(true);
    const text = JSON.stringify(bare);
    expect(gzipSync(text).length).toBeLessThan(8_000);
    expect(check(text).type).toBe("FeatureCollection");
  });
});
