import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coloOf } from "../../../shared/geo/colo.ts";
import { estimateCountries, type Sighting } from "../../../shared/geo/estimate/estimate.ts";
import { GEO_MODEL } from "../../../shared/geo/estimate/model.ts";
import type { Ground } from "../../../shared/schema/map-frame.ts";
import type { State } from "../../../shared/schema/verdict.ts";
import { KINDS } from "../../bench/map/kinds.ts";
import { observe } from "../../bench/map/observe.ts";
import { RULES } from "../../bench/map/rules.ts";
import { brierOf } from "../../bench/map/score.ts";
import { mulberry32 } from "../../support/random.ts";

/** What the map says of countries, from what probes see and what is said. */

type Said = Pick<Ground, "reports" | "usual" | "notices">;
const SILENCE: Said = { reports: {}, usual: 0, notices: [] };
const REGIONAL = ["SJC", "IAD", "GRU", "FRA", "WAW", "BOM", "NRT", "SIN", "SYD", "JNB", "DXB"];

function sighting(colo: string, state: State, { ill = 0.01 }: { ill?: number } = {}): Sighting {
  const place = coloOf(colo);
  if (place === null) throw new Error(`no colo ${colo}`);
  return { place: { ...place, ill }, state, probability: state === "down" ? 0.994 : 0.0003 };
}
const world = (failing: readonly string[]) =>
  REGIONAL.map((colo) => sighting(colo, failing.includes(colo) ? "down" : "up"));
const estimate = (sightings: readonly Sighting[], said: Partial<Said> = {}) => {
  const all = estimateCountries(sightings, { ...SILENCE, ...said }, GEO_MODEL);
  return (country: string) => {
    const found = all.find((each) => each.country === country);
    if (found === undefined) throw new Error(`no estimate for ${country}`);
    return found;
  };
};

describe("what probes see", () => {
  test("where nobody looks nothing is known, and nowhere is it green", () => {
    const at = estimate([]);
    for (const country of ["DE", "US", "NG", "TV"])
      expect(at(country)).toMatchObject({ state: "unknown", source: null });
  });

  test("one well probe makes its own country up and leaves the other side of the world unknown", () => {
    const at = estimate([sighting("FRA", "up")]);
    expect(at("DE")).toMatchObject({ state: "up", source: "probes" });
    expect(at("NZ")).toMatchObject({ state: "unknown", source: null });
    expect(at("DE").evidence).toBeGreaterThan(at("GR").evidence);
    expect(at("NZ").evidence).toBeLessThan(0.1);
  });

  test("two neighbours that fail are failing, the far side of the world is up, and in between nobody is sure", () => {
    const at = estimate(world(["FRA", "WAW"]));
    for (const country of ["DE", "PL", "CZ"]) expect(at(country)).toMatchObject({ state: "down", source: "probes" });
    for (const country of ["US", "AU", "JP", "ZA"]) expect(at(country).state).toBe("up");
    expect(at("DE").probability).toBeGreaterThan(0.85);
    expect(at("TR").probability).toBeLessThan(at("DE").probability);
    expect(at("TR").high - at("TR").low).toBeGreaterThan(at("AU").high - at("AU").low);
  });

  test("one region alone that is surely down makes its country likely to be failing", () => {
    expect(estimate(world(["GRU"]))("BR").probability).toBeGreaterThan(0.5);
    expect(estimate(world(["GRU"]))("JP").probability).toBeLessThan(0.05);
  });

  test("a failure everywhere is everybody's, also where nobody looks", () => {
    const at = estimate(world(REGIONAL));
    for (const country of ["DE", "TD", "KZ", "TV"]) {
      expect(at(country).state).toBe("down");
      expect(at(country).probability).toBeGreaterThan(0.95);
    }
  });

  test("an ill probe, and one that is refused, say nothing", () => {
    const at = estimate([sighting("FRA", "down", { ill: 0.9 }), sighting("AMS", "unknown")]);
    expect(at("DE")).toEqual(estimate([])("DE"));
  });

  test("a probe that may be ill says less", () => {
    const sound = estimate([...world([]), sighting("EZE", "down")])("AR").probability;
    const doubtful = estimate([...world([]), sighting("EZE", "down", { ill: 0.4 })])("AR").probability;
    expect(doubtful).toBeLessThan(sound);
  });

  test("what is named degraded by the probes around is degraded", () => {
    const degraded = world([]).map((each, index) =>
      index === 3 || index === 4 ? { ...each, state: "degraded" as const, probability: 0.99 } : each,
    );
    expect(estimate(degraded)("DE").state).toBe("degraded");
  });
});

describe("what people and vendors say", () => {
  const surge = { BR: { people: 120, networks: 9, usual: 6 } };

  test("a surge in one country is a failure there that no probe sees", () => {
    const at = estimate(world([]), { reports: surge, usual: 100 });
    expect(at("BR")).toMatchObject({ state: "degraded", source: "reports", reports: 120 });
    expect(at("BR").probability).toBeGreaterThan(0.9);
    expect(at("JP").state).toBe("up");
  });

  test("one person's report makes no country green that nobody else speaks of; usual calm does", () => {
    const heard = (usual: number) => ({ reports: { NZ: { people: 1, networks: 1, usual } }, usual: 50 });
    expect(estimate([], heard(0.2))("NZ").state).toBe("unknown");
    expect(estimate([sighting("SYD", "up")], heard(8))("NZ").state).toBe("up");
  });

  test("as many people in few networks are none", () => {
    const at = estimate(world([]), { reports: { BR: { people: 120, networks: 2, usual: 6 } }, usual: 100 });
    expect(at("BR").state).toBe("up");
  });

  test("the same count is a surge in a small country and ordinary in a large one, by how many people are online", () => {
    const reports = { people: 20, networks: 8, usual: 0 };
    const at = estimate(world([]), { reports: { IN: reports, LU: reports }, usual: 200 });
    expect(at("LU").probability).toBeGreaterThan(0.9);
    expect(at("IN").probability).toBeLessThan(0.1);
  });

  test("a notice that names a country raises it, one that names a region all its countries, and green lowers nothing", () => {
    const named = estimate(world([]), { notices: [{ status: "partial_outage", regions: [], countries: ["ZA"] }] });
    expect(named("ZA")).toMatchObject({ state: "degraded", source: "notices" });
    expect(named("KE").state).not.toBe("degraded");
    const region = estimate(world([]), { notices: [{ status: "major_outage", regions: ["sam"], countries: [] }] });
    for (const country of ["AR", "CL", "CO"]) expect(region(country).state).toBe("degraded");
    const green = estimate(world(["GRU"]), { notices: [{ status: "operational", regions: [], countries: ["BR"] }] });
    expect(green("BR")).toEqual(estimate(world(["GRU"]))("BR"));
  });

  test("a notice that names a country does not count for the rest of that country's region", () => {
    const at = estimate(world([]), { notices: [{ status: "major_outage", regions: ["sam"], countries: ["BR"] }] });
    expect(at("BR").state).toBe("degraded");
    expect(at("CL").state).toBe("up");
  });
});

test("whatever is seen and said, bounds hold the probability, and the order of the probes changes nothing that is seen", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...KINDS), (seed, kind) => {
      const random = mulberry32(seed);
      const { sightings, ground } = observe(kind.draw(random), kind.seen, random);
      const all = estimateCountries(sightings, ground, GEO_MODEL);
      for (const { probability, low, high, evidence } of all) {
        expect(low).toBeLessThanOrEqual(probability);
        expect(probability).toBeLessThanOrEqual(high);
        expect(low >= 0 && high <= 1 && evidence >= 0).toBe(true);
      }
      const turned = estimateCountries(sightings.toReversed(), ground, GEO_MODEL);
      const shifts = all.map(({ probability }, index) => Math.abs(probability - (turned[index]?.probability ?? 2)));
      expect(Math.max(...shifts)).toBeLessThan(0.001);
    }),
    { numRuns: 25 },
  );
});

describe("against a truth that is held back", () => {
  test.each(KINDS.filter(({ name }) => name !== "nothing fails"))(
    "$name: better than the nearest probe and than the majority",
    (kind) => {
      const totals = RULES.map(() => 0);
      for (let number = 0; number < 12; number++) {
        const random = mulberry32(4_200_000 + number);
        const truth = kind.draw(random);
        const seen = observe(truth, kind.seen, random);
        for (const [index, { judge }] of RULES.entries())
          totals[index] = (totals[index] ?? 0) + brierOf(judge(seen), truth);
      }
      const [ours = 1, ...others] = totals;
      const rivals = others.filter((_, index) => RULES[index + 1]?.name !== "nothing ever fails");
      expect(ours).toBeLessThan(Math.min(...rivals));
    },
  );
});
