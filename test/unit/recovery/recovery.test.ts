import { describe, expect, test } from "vitest";
import { allBackBy, chanceAllBackBy, withPast } from "../../../shared/recovery/last-return.ts";
import { adviceIn, recoveryOf } from "../../../shared/recovery/recovery.ts";
import { type Change, returnsIn, spellsOf } from "../../../shared/recovery/spells.ts";
import { overWithin, survival } from "../../../shared/recovery/survival.ts";
import type { Incident, IncidentId, ServiceId } from "../../../shared/schema/index.ts";
import { mulberry32 } from "../../support/random.ts";

const START = 1_767_225_600_000;
const MINUTE = 60_000;
const PLACES = ["weur", "eeur", "enam", "wnam", "sam", "oc", "afr", "me", "apac"];
const at = (minute: number) => START + minute * MINUTE;
const belief = (isUp: boolean) => ({
  state: isUp ? ("up" as const) : ("down" as const),
  probability: isUp ? 0.01 : 0.99,
});

/** All fail at minute 0; the n-th region returns at the n-th of the minutes. */
const changesOf = (returns: readonly number[], from = 0): Change[] =>
  [0, ...returns].map((minute) => ({
    at: at(from + minute),
    regions: Object.fromEntries(
      PLACES.map((place, index) => [place, belief((returns[index] ?? Number.POSITIVE_INFINITY) <= minute)]),
    ),
  }));

const common = (from: number) => ({
  id: `inc_aria_${from}` as IncidentId,
  service: "aria" as ServiceId,
  state: "down" as const,
  scope: "global" as const,
  layer: null,
  muted: null,
  suspectedAt: at(from),
  openedAt: at(from),
  reasons: [],
  timeline: [],
});
const open = (changes: readonly Change[], recoveringAt: number | null = null): Incident => {
  const regions = { ...changes.at(-1)!.regions };
  return recoveringAt === null
    ? { phase: "open", ...common(0), regions }
    : { phase: "recovering", ...common(0), regions, recoveringAt: at(recoveringAt) };
};
const over = (from: number, minutes: number, tail = 6): Incident => ({
  phase: "resolved",
  ...common(from),
  regions: Object.fromEntries(PLACES.map((place) => [place, belief(true)])),
  recoveringAt: at(from + minutes - tail),
  resolvedAt: at(from + minutes),
});
const recovery = (
  now: number,
  returns: readonly number[],
  more: { past?: Incident[]; pastChanges?: Change[]; recoveringAt?: number } = {},
) => {
  const changes = changesOf(returns);
  return recoveryOf({
    now: at(now),
    incident: open(changes, more.recoveringAt ?? null),
    changes: [...(more.pastChanges ?? []), ...changes],
    past: more.past ?? [],
    holdMs: 4 * MINUTE,
  });
};

describe("a recovery", () => {
  test("counts the regions that are back", () => {
    const { stage, advice, progress, because } = recovery(20, [10, 12, 13, 15, 16, 19]);
    expect(progress).toEqual({ back: 6, of: 9, returned: PLACES.slice(0, 6), waiting: ["afr", "me", "apac"] });
    expect([stage, advice]).toEqual(["returning", "wait"]);
    expect(because[0]).toBe("6 of 9 regions back; not yet: afr, me, apac");
  });

  test("is back but stutters once all regions are, until it is over", () => {
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(recovery(10, all, { recoveringAt: 9 })).toMatchObject({
      stage: "settling",
      advice: "expect_stutters",
      since: at(9),
    });
    expect(recoveryOf({ now: at(10), incident: over(0, 9), changes: [], past: [], holdMs: 0 })).toMatchObject({
      stage: "none",
      advice: "carry_on",
    });
    expect(recoveryOf({ now: at(10), incident: null, changes: [], past: [], holdMs: 0 }).advice).toBe("carry_on");
  });

  test("tells each region its own", () => {
    const partly = recovery(20, [10, 12, 13]);
    expect([
      adviceIn(partly, "weur"),
      adviceIn(partly, "afr"),
      adviceIn(partly, "apac-ne"),
      adviceIn(partly, null),
    ]).toEqual(["expect_stutters", "wait", "carry_on", "wait"]);
  });

  test("a region that cannot be seen is not back", () => {
    const changes = changesOf([1, 2]);
    const incident = open(changes);
    const regions = { ...incident.regions, weur: { state: "unknown" as const, probability: 0 } };
    const { progress } = recoveryOf({ now: at(5), incident: { ...incident, regions }, changes, past: [], holdMs: 0 });
    expect(progress.waiting).toContain("weur");
  });

  test("tells the trend of the chance of failing over ten minutes, and nothing without a past", () => {
    expect(recovery(20, [11, 12, 13, 14, 15, 16]).trend).toMatchObject({ direction: "falling", before: 0.99 });
    expect(recovery(20, []).trend).toMatchObject({ direction: "steady" });
    expect(recovery(5, [1, 2]).trend).toMatchObject({ direction: "unknown", before: null });
  });
});

describe("the remaining time", () => {
  test("is unknown while nothing is back and no earlier incident is known", () => {
    const { remaining, because } = recovery(30, []);
    expect(remaining).toBeNull();
    expect(because[1]).toBe("how long it will take is not known: too little to go by");
  });

  test("is unknown with a single return", () => {
    expect(recovery(30, [29]).remaining).toBeNull();
  });

  test("comes from how this incident comes back: one region a minute takes minutes, one in ten takes longer", () => {
    const quick = recovery(16, [10, 11, 12, 13, 14, 15]).remaining;
    const slow = recovery(61, [10, 20, 30, 40, 50, 60]).remaining;
    expect(quick).toMatchObject({ ground: "this_incident", until: "all_back" });
    expect(quick!.likelyMinutes).toBeGreaterThan(2);
    expect(quick!.likelyMinutes).toBeLessThan(15);
    expect(slow!.likelyMinutes).toBeGreaterThan(5 * quick!.likelyMinutes);
    expect(quick!.lowMinutes).toBeLessThan(quick!.likelyMinutes);
    expect(quick!.highMinutes).toBeGreaterThan(quick!.likelyMinutes);
  });

  test("earlier recoveries are a ground for the first return, and narrow the spread", () => {
    const pastChanges = changesOf([10, 11, 12, 13, 14, 15, 16, 17, 18], -5_000);
    const past = [over(-5_000, 30)];
    expect(recovery(30, [29], { past, pastChanges }).remaining).toMatchObject({ ground: "past_incidents" });
    const alone = recovery(12, [10, 11]).remaining!;
    const together = recovery(12, [10, 11], { past, pastChanges }).remaining!;
    expect(together.ground).toBe("both");
    expect(together.highMinutes - together.lowMinutes).toBeLessThan(alone.highMinutes - alone.lowMinutes);
  });

  test("before anything is back comes from earlier incidents that lasted longer, three at least", () => {
    const past = [40, 50, 60, 90, 120, 30].map((minutes, index) => over(-10_000 - index * 1_000, minutes));
    expect(recovery(35, [], { past }).remaining).toEqual({
      until: "over",
      lowMinutes: 5,
      likelyMinutes: 25,
      highMinutes: 85,
      ground: "past_incidents",
    });
    expect(recovery(100, [], { past }).remaining).toBeNull();
  });

  test("maintenance and withdrawn suspicions say nothing of how long an outage lasts", () => {
    const past = [40, 50, 60].map((minutes, index) => ({
      ...over(-10_000 - index * 1_000, minutes),
      muted: { because: "maintenance" as const, by: "x" },
    }));
    expect(recovery(35, [], { past }).remaining).toBeNull();
  });

  test("once all are back is what the rule asks for, or how earlier ones settled", () => {
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(recovery(10, all, { recoveringAt: 9 }).remaining).toEqual({
      until: "over",
      lowMinutes: 3,
      likelyMinutes: 3,
      highMinutes: 7,
      ground: "rule",
    });
    const past = [5, 6, 7, 9].map((tail, index) => over(-10_000 - index * 1_000, 60, tail));
    expect(recovery(10, all, { recoveringAt: 9, past }).remaining).toMatchObject({
      likelyMinutes: 5,
      ground: "past_incidents",
    });
  });
});

describe("the spread", () => {
  test("holds the truth in about eight of ten recoveries", () => {
    const random = mulberry32(11);
    let held = 0;
    const trials = 400;
    for (let trial = 0; trial < trials; trial++) {
      const rate = 0.05 + 0.3 * random();
      const returns = PLACES.map(() => 10 - Math.log(1 - random()) / rate).sort((a, b) => a - b);
      const now = returns[3]! + 0.01;
      const { remaining } = recovery(now, returns.slice(0, 4));
      const truth = returns[8]! - now;
      if (truth >= remaining!.lowMinutes && truth <= remaining!.highMinutes) held++;
    }
    expect(held / trials).toBeGreaterThan(0.7);
    expect(held / trials).toBeLessThan(0.95);
  });
});

describe("the last of several to return", () => {
  test("is the gamma-exponential law for one, and later for more", () => {
    const returns = { count: 3, minutes: 30 };
    expect(chanceAllBackBy(10, 1, returns)).toBeCloseTo(1 - (30 / 40) ** 3, 12);
    expect(allBackBy(0.5, 1, returns)).toBeCloseTo(30 * (2 ** (1 / 3) - 1), 6);
    expect(allBackBy(0.5, 4, returns)).toBeGreaterThan(allBackBy(0.5, 2, returns));
  });

  test("the past counts for a few returns at most", () => {
    expect(withPast({ count: 2, minutes: 4 }, { count: 30, minutes: 300 })).toEqual({ count: 5, minutes: 34 });
    expect(withPast({ count: 2, minutes: 4 }, { count: 0, minutes: 0 })).toEqual({ count: 2, minutes: 4 });
  });
});

describe("spells", () => {
  test("a relapse moves the return to its end", () => {
    const changes = [0, 5, 7, 12].map((minute, index) => ({
      at: at(minute),
      regions: { weur: belief(index % 2 === 1) },
    }));
    expect(spellsOf(changes, { places: ["weur"], from: at(0), to: at(20) })).toEqual([
      { place: "weur", downAt: at(0), backAt: at(12) },
    ]);
    expect(spellsOf(changes, { places: ["weur"], from: at(0), to: at(8) })).toEqual([
      { place: "weur", downAt: at(0), backAt: null },
    ]);
  });

  test("the time at risk runs from the first return, for those who are back and those who are not", () => {
    const spells = [
      { place: "weur", downAt: at(0), backAt: at(10) },
      { place: "eeur", downAt: at(0), backAt: at(14) },
      { place: "oc", downAt: at(0), backAt: null },
    ];
    expect(returnsIn(spells, at(20), 0.5)).toEqual({ count: 2, minutes: 0.5 + 4.5 + 10.5 });
  });
});

describe("survival", () => {
  test("is Kaplan and Meier's product, censored durations at risk until they are", () => {
    const durations = [
      { minutes: 6, censored: false },
      { minutes: 6, censored: false },
      { minutes: 6, censored: false },
      { minutes: 6, censored: true },
      { minutes: 7, censored: false },
      { minutes: 9, censored: true },
      { minutes: 10, censored: false },
    ];
    const shares = survival(durations).map(({ minutes, share }) => [minutes, Number(share.toFixed(4))]);
    expect(shares).toEqual([
      [6, 0.5714],
      [7, 0.381],
      [10, 0],
    ]);
  });

  test("what has lasted is over after what outlasted it", () => {
    const durations = [10, 20, 30, 40].map((minutes) => ({ minutes, censored: false }));
    expect(overWithin(0.5, 0, durations)).toBe(20);
    expect(overWithin(0.5, 25, durations)).toBe(5);
    expect(overWithin(0.5, 45, durations)).toBeNull();
  });
});
