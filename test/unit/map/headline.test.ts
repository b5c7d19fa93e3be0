import { describe, expect, test } from "vitest";
import { mapOfFrame } from "../../../shared/geo/map.ts";
import { headlineOf } from "../../../workers/aggregator/map/headline.ts";
import { stepAt, stepOf, surenessOf } from "../../../workers/aggregator/map/paint.ts";
import { frameWith, type Situation } from "../../support/frames.ts";

/** What a map says in one sentence, and which colour and hatching a country takes. */

const said = (services: Record<string, Situation>, service: string | null) =>
  headlineOf(mapOfFrame(frameWith(services), { service, stale: false, asOf: "2026-01-31T12:05:00.000Z" }));
const EVERYWHERE = ["wnam", "enam", "sam", "weur", "eeur", "apac", "apac-ne", "apac-se", "oc", "afr", "me"];

describe("the sentence", () => {
  test.each([
    ["a failure in one country", { aria: { down: ["oc"] } }, "aria", "aria is failing in Australia"],
    ["a failure everywhere", { aria: { down: EVERYWHERE } }, "aria", "aria is failing in 243 countries"],
    ["one service of several", { aria: { down: ["oc"] }, bard: {} }, null, "aria is failing in Australia"],
    ["nothing, of one", { aria: {} }, "aria", "aria is not known to be failing anywhere"],
    ["nothing, of all", { aria: {} }, null, "Nothing is known to be failing"],
    ["a service that was not watched", { aria: {} }, "bard", "It is not known how bard is"],
    ["nobody watching", {}, null, "Nothing is known right now"],
  ] satisfies [string, Record<string, Situation>, string | null, string][])("%s", (_, services, service, sentence) => {
    expect(said(services, service)).toBe(sentence);
  });

  test("several countries: the likeliest three by name, and how many more", () => {
    expect(said({ aria: { down: ["weur", "eeur"] } }, "aria")).toMatch(
      /^aria is failing in .+, .+, .+ and \d+ more countries$/,
    );
  });

  test("several services are counted", () => {
    expect(said({ aria: { down: ["weur", "eeur"] }, bard: { down: ["oc"] } }, null)).toMatch(
      /^2 services are failing in /,
    );
  });
});

describe("colour and hatching", () => {
  test.each([
    [0, 0],
    [0.0999, 0],
    [0.1, 1],
    [0.5, 3],
    [0.9, 5],
    [1, 5],
  ])("a chance of %f is step %i", (chance, step) => expect(stepAt(chance)).toBe(step));

  const country = (state: "up" | "down" | "unknown", probability: number, low: number, high: number) => ({
    ...{ state, probability, low, high },
  });

  test("what is unknown has no colour, unless it may well be failing", () => {
    expect(stepOf(country("unknown", 0.05, 0, 0.3))).toBeNull();
    expect(stepOf(country("unknown", 0.4, 0, 0.9))).toBe(2);
    expect(surenessOf(country("unknown", 0.05, 0, 0.3))).toBe("unknown");
    expect(surenessOf(country("unknown", 0.4, 0, 0.9))).toBe("wide");
  });

  test("wide bounds are hatched, narrow ones are not", () => {
    expect(surenessOf(country("down", 0.7, 0.1, 0.99))).toBe("wide");
    expect(surenessOf(country("down", 0.96, 0.9, 0.99))).toBe("known");
  });
});
