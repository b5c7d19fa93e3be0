import { describe, expect, test } from "vitest";
import { mapOfFrame } from "../../../shared/geo/map.ts";
import { failingFirst } from "../../../workers/aggregator/page/failing-first.ts";
import { frameWith } from "../../support/frames.ts";

const countriesWith = (down: readonly string[]) =>
  mapOfFrame(frameWith({ aria: { down } }), { service: null, stale: false, asOf: "2026-01-05T12:00:00.000Z" })
    .countries;

describe("the countries that are named above the map", () => {
  test("are those where the failing probes stand, then the most peopled of those that look alike", () => {
    const named = failingFirst(countriesWith(["weur", "eeur"])).map(({ country }) => country);
    expect(named.slice(0, 2).sort()).toEqual(["DE", "PL"]);
    expect(named.indexOf("FR")).toBeLessThan(named.indexOf("LI"));
    expect(named).not.toContain("US");
  });

  test("are none where nothing fails", () => {
    expect(failingFirst(countriesWith([]))).toEqual([]);
  });
});
