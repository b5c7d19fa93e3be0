import { describe, expect, test } from "vitest";
import { expectedAt, learnSeason, openSeason } from "../../../shared/fuse/people/season.ts";
import { type Baseline, bandOf } from "../../../shared/reports/baseline.ts";
import { addMinutes, bucketName, openMinute, peopleIn, readBucket } from "../../../shared/reports/bucket.ts";
import { type HeldMinutes, hold, letGo, unstoredIn } from "../../../shared/reports/held.ts";
import { seriesOf, stepFor } from "../../../shared/reports/series.ts";
import { reportedSymptom, symptomsOf } from "../../../shared/reports/symptoms.ts";
import { type ReportBatch, type ReportMinute, ServiceId } from "../../../shared/schema/index.ts";
import { BUCKETS_MAX } from "../../../shared/schema/limits.ts";

const MINUTE = 60_000;
/** A Thursday, at midnight. */
const T = 1_767_225_600_000;
const ARIA = ServiceId.parse("aria");

const minuteOf = (minute: number, counts: Record<string, number>): ReportMinute => ({
  ...openMinute(ARIA, minute),
  counts,
});
const key = (country: string, symptom = "login", asn: number | null = 3320, platform: string | null = "ios") =>
  bucketName({ country, asn, platform, symptom });

describe("buckets", () => {
  test("are read as they were named", () => {
    for (const bucket of [
      { country: "DE", asn: 3320, platform: "ios", symptom: "app-crash" },
      { country: "XX", asn: null, platform: null, symptom: "works" },
    ])
      expect(readBucket(bucketName(bucket))).toEqual(bucket);
  });

  test("of a flood of networks are bounded, and nobody is lost", () => {
    const into = openMinute(ARIA, T);
    const parts = Array.from({ length: BUCKETS_MAX + 500 }, (_, asn) => minuteOf(T, { [key("DE", "login", asn)]: 2 }));
    addMinutes(into, parts);
    expect(peopleIn(into).people).toBe(2 * (BUCKETS_MAX + 500));
    expect(Object.keys(into.counts).length).toBeLessThanOrEqual(BUCKETS_MAX + 1);
    expect(into.counts[key("DE", "login", null, null)]).toBe(1_000);
  });
});

describe("held minutes", () => {
  const batch = (at: number, minutes: ReportMinute[]): ReportBatch => ({ from: "a", after: 0, upTo: 1, at, minutes });

  test("are stored once they are over, again when they have grown, and are let go at last", () => {
    const held: HeldMinutes = new Map();
    hold(held, batch(T + 20_000, [minuteOf(T, { [key("DE")]: 2 })]), MINUTE);
    expect(unstoredIn(held, T + 30_000, MINUTE)).toEqual([]);
    const [first] = unstoredIn(held, T + MINUTE, MINUTE);
    if (first === undefined) throw new Error("a minute is due");
    first.stored = first.grown;
    expect(unstoredIn(held, T + MINUTE, MINUTE)).toEqual([]);
    hold(held, batch(T + 70_000, [minuteOf(T, { [key("DE")]: 3 })]), MINUTE);
    const [again] = unstoredIn(held, T + 2 * MINUTE, MINUTE);
    expect(again).toMatchObject({ part: 0, minute: { counts: { [key("DE")]: 5 } } });
    letGo(held, T + 30 * MINUTE, MINUTE);
    expect(held.size).toBe(1);
    if (again !== undefined) again.stored = again.grown;
    letGo(held, T + 30 * MINUTE, MINUTE);
    expect(held.size).toBe(0);
  });

  test("that come late are a part of their own, so that what is stored is not overwritten", () => {
    const held: HeldMinutes = new Map();
    hold(held, batch(T + 40 * MINUTE, [minuteOf(T, { [key("DE")]: 1 })]), MINUTE);
    const [late] = unstoredIn(held, T + 41 * MINUTE, MINUTE);
    expect(late?.part).toBe(T / MINUTE + 40);
    letGo(held, T + 41 * MINUTE, MINUTE);
    expect(held.size).toBe(1);
  });
});

describe("the series", () => {
  const baseline: Baseline = { level: 2, dispersion: 1.5, season: openSeason(), learned: 100 };
  const over = { since: T, until: T + 60 * MINUTE, minuteMs: MINUTE, baseline };

  test("stands against what is usual, with its band", () => {
    const { points, stepMinutes, total } = seriesOf([minuteOf(T + 5 * MINUTE, { [key("DE")]: 40 })], over);
    expect([stepMinutes, points.length, total.people]).toEqual([1, 60, 40]);
    expect(points[5]).toMatchObject({ people: 40, usual: { people: 2, low: 0 } });
    expect(points[5]?.usual?.high).toBeGreaterThanOrEqual(4);
    expect(points[5]?.usual?.high).toBeLessThan(10);
  });

  test("knows no usual before anything was learned", () => {
    const { usual, points } = seriesOf([], { ...over, baseline: null });
    expect([usual, points[0]?.usual]).toEqual([null, null]);
  });

  test("tells nothing apart of which there are one or two", () => {
    const counts = { [key("DE")]: 3, [key("FR")]: 2, [key("US", "works")]: 3, [key("DE", "works")]: 1 };
    const { byCountry, bySymptom } = seriesOf([minuteOf(T, counts)], over);
    expect(byCountry).toEqual({
      items: [
        { name: "DE", people: 3, working: null },
        { name: "US", people: 0, working: 3 },
      ],
      others: { people: 2, working: 1 },
    });
    expect(bySymptom.items).toEqual([{ name: "login", people: 5, working: 0 }]);
  });

  test.each([
    [60, 1],
    [1_440, 5],
    [10_080, 30],
  ])("of %i minutes has steps of %i", (span, step) => expect(stepFor(span)).toBe(step));
});

describe("the band", () => {
  test("holds nineteen of twenty ordinary counts", () => {
    expect(bandOf(0, 1.5)).toEqual({ low: 0, high: 0 });
    // Poisson with mean 100 lies within 81 and 120; scattered three times as much it is wider by the root of three.
    expect(bandOf(100, 1.01)).toEqual({ low: 81, high: 120 });
    const wide = bandOf(100, 3);
    expect(wide.low).toBeLessThan(70);
    expect(wide.high).toBeGreaterThan(133);
  });
});

describe("what is usual at a time of the week", () => {
  test("is the day's until the weekday was met, and then both", () => {
    const season = openSeason();
    const noon = 12 * 60;
    const rate = (day: number) => (day % 7 === 2 ? 20 : 4);
    for (let day = 0; day < 21; day++)
      for (let minute = noon; minute < noon + 30; minute++)
        learnSeason(season, rate(day), T + (day * 1_440 + minute) * MINUTE, MINUTE);
    const at = (day: number) => expectedAt(season, T + (day * 1_440 + noon + 5) * MINUTE, MINUTE);
    expect(at(23)).toBeGreaterThan(1.5 * at(24));
    expect(expectedAt(season, T + 22 * 1_440 * MINUTE, MINUTE)).toBe(0);
  });
});

describe("symptoms", () => {
  test("are what the catalogue entry lists, else what its tags say, and always something else", () => {
    expect(symptomsOf({ tags: ["music"], symptoms: ["search", "sign-in"] })).toEqual(["search", "login", "other"]);
    expect(symptomsOf({ tags: ["music"] })).toEqual(expect.arrayContaining(["playback", "app-crash", "other"]));
    expect(symptomsOf({ tags: [] })).toEqual(["login", "website", "app-crash", "slow", "error", "other"]);
  });

  test.each([
    ["login", "login"],
    ["sign-in", "login"],
    ["works-for-me", "works"],
    ["weather", null],
  ])("%s is %s", (said, name) => expect(reportedSymptom(said, ["login", "other"])).toBe(name));
});
