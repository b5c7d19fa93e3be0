import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { coloCodes, coloOf } from "../../../shared/geo/colo.ts";
import { distanceKm } from "../../../shared/geo/distance.ts";
import { findRegion, nearestRegion, PLACEMENT, REGIONS } from "../../../shared/geo/regions.ts";
import { RegionId } from "../../../shared/schema/index.ts";

const RECORDED = new URL("../../../../shared/data/geo/cloudflare_colos.json", import.meta.url);

describe("regions", () => {
  test("the registry holds every region of the schema once", () => {
    expect(REGIONS.map(({ id }) => id).sort()).toEqual([...RegionId.options].sort());
  });

  test("exactly the regions without Durable Objects are placed", () => {
    expect(
      REGIONS.filter(({ realised }) => realised === "placed")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(Object.keys(PLACEMENT).sort());
  });

  test("a place that is no region has no entry", () => {
    expect(findRegion("local")).toBeNull();
  });

  test.each([
    ["AMS", "weur"],
    ["GRU", "sam"],
    ["NRT", "apac-ne"],
    ["SIN", "apac-se"],
    ["SYD", "oc"],
    ["JNB", "afr"],
    ["DXB", "me"],
    ["IAD", "enam"],
    ["SJC", "wnam"],
    ["WAW", "eeur"],
    ["BOM", "apac"],
  ])("%s is nearest to %s", (code, region) => {
    const place = coloOf(code);
    expect(place && nearestRegion(place).region).toBe(region);
  });
});

describe("distances", () => {
  test.each([
    ["Amsterdam to Frankfurt", "AMS", "FRA", 367],
    ["London to New York", "LHR", "EWR", 5_560],
    ["Sydney to Auckland", "SYD", "AKL", 2_160],
  ])("%s", (_, from, to, km) => {
    const [a, b] = [coloOf(from), coloOf(to)];
    expect(a && b && Math.abs(distanceKm(a, b) - km)).toBeLessThan(km * 0.01);
  });
});

describe("colos", () => {
  test("every colo has a country and coordinates on the globe", () => {
    for (const code of coloCodes()) {
      const place = coloOf(code);
      expect(place?.country, code).toMatch(/^[A-Z]{2}$/);
      expect(Math.abs(place?.latitude ?? 99), code).toBeLessThan(90);
      expect(Math.abs(place?.longitude ?? 999), code).toBeLessThanOrEqual(180);
    }
    expect(coloCodes().length).toBeGreaterThan(330);
  });

  test("a code nobody knows is no place", () => {
    expect(coloOf("ZZZ")).toBeNull();
  });

  if (!existsSync(RECORDED))
    console.warn(`SKIPPED: recorded data centres are not at ${RECORDED.pathname.split("/").slice(-4).join("/")}`);
  test.skipIf(!existsSync(RECORDED))("at least 95 % of the recorded data centres are known, right to 50 km", () => {
    const recorded: Record<string, { lat?: number; lon?: number; cca2: string }> = JSON.parse(
      readFileSync(RECORDED, "utf8"),
    );
    const wrong = Object.entries(recorded).filter(([code, { lat, lon, cca2 }]) => {
      const place = coloOf(code);
      if (place === null || place.country !== cca2) return true;
      return lat !== undefined && lon !== undefined && distanceKm(place, { latitude: lat, longitude: lon }) > 50;
    });
    expect(wrong.length / Object.keys(recorded).length, wrong.map(([code]) => code).join(" ")).toBeLessThanOrEqual(
      0.05,
    );
  });
});
