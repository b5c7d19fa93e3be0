import type { MultiPolygon, Polygon } from "geojson";
import { describe, expect, test } from "vitest";
import { regionOfCountry } from "../../../shared/geo/countries.ts";
import { ALL_COUNTRIES, findCountry } from "../../../shared/geo/country-facts.ts";
import { flatPolygons, signedArea } from "../../../workers/aggregator/map/antimeridian.ts";
import { OUTLINES } from "../../../workers/aggregator/map/outlines.ts";
import { pathText } from "../../../workers/aggregator/map/path-text.ts";

/** The outlines as GeoJSON readers need them, and as the pictures draw them. */

const ringsOf = (shape: Polygon | MultiPolygon) =>
  (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates).map(([exterior = [], ...holes]) => ({
    exterior,
    holes,
  }));
const polygons = [...OUTLINES].flatMap(([country, shape]) => ringsOf(shape).map((rings) => ({ country, ...rings })));

describe("outlines", () => {
  test("every country of the world at 1:110m has one, under its own code", () => {
    expect(OUTLINES.size).toBe(175);
    for (const country of OUTLINES.keys()) expect(findCountry(country), country).not.toBeNull();
    for (const country of ["FR", "XK", "SO", "CY", "GF", "SJ", "EH"]) expect(OUTLINES.has(country), country).toBe(true);
    expect(OUTLINES.has("AQ")).toBe(false);
  });

  test("exterior rings run counterclockwise, holes clockwise, every ring is closed and has an area", () => {
    for (const { country, exterior, holes } of polygons) {
      expect(signedArea(exterior), country).toBeGreaterThan(0);
      for (const hole of holes) expect(signedArea(hole), country).toBeLessThan(0);
      for (const ring of [exterior, ...holes]) {
        expect(ring.length, country).toBeGreaterThanOrEqual(4);
        expect(ring.at(-1), country).toEqual(ring[0]);
      }
    }
  });

  test("nothing crosses the antimeridian: Russia and Fiji lie on both sides of it", () => {
    for (const { country, exterior } of polygons) {
      const longitudes = exterior.map(([longitude = 0]) => longitude);
      expect(Math.max(...longitudes) - Math.min(...longitudes), country).toBeLessThan(170);
      expect(Math.max(...longitudes.map(Math.abs)), country).toBeLessThanOrEqual(180);
    }
    for (const country of ["RU", "FJ"]) {
      const west = polygons.filter((each) => each.country === country && each.exterior.some(([x]) => x === -180));
      expect(west.length, country).toBeGreaterThan(0);
    }
  });

  test("a hole stays: Lesotho in South Africa", () => {
    expect(polygons.filter(({ country, holes }) => country === "ZA" && holes.length === 1)).toHaveLength(1);
  });

  test("French Guiana is not France", () => {
    const west = polygons.filter(({ country, exterior }) => country === "FR" && exterior.some(([x = 0]) => x < -30));
    expect(west).toEqual([]);
  });
});

describe("cutting at the antimeridian", () => {
  test("a square across it becomes two, each closed and counterclockwise", () => {
    const square = [
      [
        [170, 0],
        [170, 10],
        [-170, 10],
        [-170, 0],
        [170, 0],
      ],
    ];
    const cut = flatPolygons([square]);
    expect(cut).toHaveLength(2);
    expect(cut.map(([ring = []]) => signedArea(ring))).toEqual([100, 100]);
  });

  test("what touches it and does not cross it stays whole", () => {
    const square = [
      [
        [170, 0],
        [180, 0],
        [180, 10],
        [170, 10],
        [170, 0],
      ],
    ];
    expect(flatPolygons([square])).toEqual([square.map((ring) => ring)]);
  });
});

describe("countries", () => {
  test("every one has three codes of its own, a point on the globe, a place and a region", () => {
    expect(new Set(ALL_COUNTRIES.map(({ alpha3 }) => alpha3)).size).toBe(ALL_COUNTRIES.length);
    for (const { id, alpha3, numeric, point, places } of ALL_COUNTRIES) {
      expect(alpha3, id).toMatch(/^[A-Z]{3}$/);
      expect(numeric === null ? "XK" : id, id).toBe(id);
      expect(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180, id).toBe(true);
      expect(places.length, id).toBeGreaterThan(0);
      expect(regionOfCountry(id), id).not.toBeNull();
    }
  });

  test("users of the internet are where people are", () => {
    expect(findCountry("CN")?.usersMillion).toBeGreaterThan(500);
    expect(findCountry("LU")?.usersMillion).toBeLessThan(1);
  });
});

describe("path data", () => {
  test("a ring is written in relative steps, without those that nobody could see", () => {
    const text = pathText();
    text.moveTo(10, 10);
    text.lineTo(10.2, 10.1);
    text.lineTo(20.5, 10);
    text.lineTo(20.5, 9.04);
    text.closePath();
    expect(text.take()).toBe("M10 10l10.5 0 0-1z");
    expect(text.take()).toBe("");
  });

  test("a line straight on is one step, however many points it has", () => {
    const text = pathText();
    text.moveTo(0, 0);
    for (let x = 1; x <= 50; x++) text.lineTo(x, 0);
    text.lineTo(50, 3);
    expect(text.take()).toBe("M0 0l50 0 0 3");
  });

  test("a ring too small to be seen is left out, and a line keeps its end", () => {
    const text = pathText();
    text.moveTo(1, 1);
    text.lineTo(1.1, 1.1);
    text.closePath();
    text.moveTo(5, 5);
    text.lineTo(4.6, 5);
    expect(text.take()).toBe("M5 5l-.4 0");
  });
});
