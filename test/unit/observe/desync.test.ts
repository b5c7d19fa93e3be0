import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { disagreement, openReadings } from "../../../shared/observe/desync.ts";
import { formatInstant } from "../../../shared/schema/instant.ts";

/** Eleven places read one after another, once a minute; what each of them reads is the test's to say. */

const MINUTE = 60_000;
const START = 1_767_225_600_000;
const PLACES = 11;
const RULES = { tolerance: 0, graceMs: 3 * MINUTE, freshMs: 3 * MINUTE };

/** Which places are out of step, with the minute of the first time. */
function watch(
  minutes: number,
  read: (place: number, at: number) => string | null,
  rules: Partial<typeof RULES> = {},
  places = PLACES,
): Record<number, number> {
  const readings = openReadings(START);
  const found: Record<number, number> = {};
  for (let minute = 0; minute < minutes; minute++)
    for (let place = 0; place < places; place++) {
      const at = START + minute * MINUTE + Math.floor((place / places) * MINUTE);
      const value = read(place, at - START);
      if (value === null) continue;
      if (disagreement(readings, { place, value, at }, { ...RULES, ...rules }) !== null) found[place] ??= minute;
    }
  return found;
}
const clock = (ms: number) => formatInstant(START + ms);

describe("regions that should see the same", () => {
  test.each<[string, (place: number, ms: number) => string | null, Partial<typeof RULES>]>([
    ["one version everywhere", () => "4.2.0", {}],
    ["a version that reaches every region within two minutes", (p, ms) => (ms < p * 10_000 ? "4.2.0" : "4.3.0"), {}],
    ["a clock that each region reads at its own time", (_, ms) => clock(ms), {}],
    ["a clock that some servers run two seconds late", (p, ms) => clock(ms - (p % 3) * 1_000), { tolerance: 30 }],
    ["a build number that is rolled out to one region first", (p) => (p === 0 ? "118" : "117"), {}],
    ["a version that two regions try out", (p, ms) => (p < 2 && ms > 5 * MINUTE ? "4.3.0-rc1" : "4.2.0"), {}],
    [
      "a version rolled out region by region, one every two minutes",
      (p, ms) => (p < 7 ? (ms < p * 2 * MINUTE ? "117" : "118") : ms < 13 * MINUTE ? "117" : "118"),
      {},
    ],
    [
      "a text rolled out slowly, where time for it was given",
      (p, ms) => (ms < p * 2 * MINUTE ? "blue" : "green"),
      { tolerance: 900 },
    ],
    ["data that is late by less than is allowed", (p, ms) => clock(ms - (p === 4 ? 50_000 : 0)), { tolerance: 60 }],
    ["texts that differ from look to look", (p, ms) => `node-${(p * 7 + ms / MINUTE) % 5}`, {}],
    ["a region that nobody else can be compared with", (p) => (p === 3 ? "4.1.0" : null), {}],
    ["a version that falls back everywhere at once", (_, ms) => (ms < 10 * MINUTE ? "118" : "117"), {}],
  ])("%s is no trouble", (_, read, rules) => expect(watch(30, read, rules)).toEqual({}));

  test.each<[string, (place: number, ms: number) => string, Partial<typeof RULES>, Record<number, number>]>([
    ["one region that keeps an old version", (p, ms) => (p === 4 || ms < 5 * MINUTE ? "4.2.0" : "4.3.0"), {}, { 4: 9 }],
    ["one region whose clock stands still", (p, ms) => clock(p === 4 ? 0 : ms), { tolerance: 120 }, { 4: 5 }],
    [
      "one region whose date stands still, as headers write it",
      (p, ms) =>
        p === 4
          ? "Thu, 01 Jan 2026 00:00:00 GMT"
          : `Thu, 01 Jan 2026 00:${String(Math.floor(ms / MINUTE)).padStart(2, "0")}:00 GMT`,
      { tolerance: 120 },
      { 4: 6 },
    ],
    [
      "one region that lags in a counted log",
      (p, ms) => String(((p === 4 ? 0 : ms) / 1_000) | 0),
      { tolerance: 100 },
      { 4: 5 },
    ],
    [
      "one region that has had another version since before we looked",
      (p) => (p === 4 ? "blue" : "green"),
      {},
      { 4: 3 },
    ],
    [
      "everybody but the two regions that write, where a bound is set",
      (p, ms) => clock(p < 2 ? ms : 0),
      { tolerance: 120 },
      Object.fromEntries([2, 3, 4, 5, 6, 7, 8, 9, 10].map((place) => [place, 6])),
    ],
  ])("%s is found", (_, read, rules, found) => expect(watch(12, read, rules)).toEqual(found));

  test("a region that has caught up is no longer out of step, and must fall behind anew", () => {
    const readings = openReadings(START);
    const say = (minute: number, values: readonly string[]) =>
      values.map((value, place) =>
        disagreement(readings, { place, value, at: START + minute * MINUTE + place * 1_000 }, RULES),
      );
    for (const minute of [0, 1, 2, 3]) say(minute, ["b", "b", "b", "a"]);
    expect(say(4, ["b", "b", "b", "a"])[3]).toBe('serves "a" while 3 of 3 other regions show "b", for 240 s');
    expect(say(5, ["b", "b", "b", "b"])).toEqual([null, null, null, null]);
    expect(say(6, ["b", "b", "b", "a"])).toEqual([null, null, null, null]);
  });

  test("what others read long ago says nothing of now", () => {
    expect(watch(30, (place, ms) => (place === 4 ? (ms < 6 * MINUTE ? null : "a") : ms < MINUTE ? "b" : null))).toEqual(
      {},
    );
  });

  test("a look that comes late or twice changes nothing", () => {
    const readings = openReadings(START);
    disagreement(readings, { place: 0, value: "a", at: START }, RULES);
    const before = structuredClone(readings);
    expect(disagreement(readings, { place: 0, value: "b", at: START }, RULES)).toBeNull();
    expect(disagreement(readings, { place: 0, value: "b", at: START - 1 }, RULES)).toBeNull();
    expect(readings).toEqual(before);
  });

  test("regions that say the same are never out of step, whatever they say and however often it changes", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 128 }), { minLength: 1, maxLength: 20 }), (values) => {
        expect(watch(values.length, (_, ms) => values[Math.floor(ms / MINUTE)] ?? "")).toEqual({});
      }),
      { numRuns: 50 },
    );
  });
});
