import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partsOf, planLanes, worstCaseMs } from "../../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../../shared/observe/limits.ts";
import { Assignment, type Lane } from "../../../shared/schema/index.ts";

const assignment = (index: number, intervalSeconds = 60, timeoutMs = 10_000) =>
  Assignment.parse({
    service: `s${index}`,
    endpoint: "web",
    allowPrivate: false,
    check: { url: `https://s${index}.example/`, intervalSeconds, timeoutMs },
  });
const checks = (count: number) => Array.from({ length: count }, (_, index) => assignment(index));
const laneOf = (lanes: readonly Lane[]) =>
  new Map(lanes.flatMap(({ number, assignments }) => assignments.map(({ service }) => [service, number] as const)));
/** How many of the checks that both plans have are in another lane. */
const moved = (before: readonly Lane[], after: readonly Lane[]) => {
  const now = laneOf(after);
  return [...laneOf(before)].filter(([service, number]) => now.has(service) && now.get(service) !== number).length;
};

describe("lanes", () => {
  test("hold every check once, of one interval each, and no more than a round may", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(30, 60, 300), { maxLength: 300 }), (intervals) => {
        const lanes = planLanes(
          intervals.map((interval, index) => assignment(index, interval)),
          { checks: 40 },
        );
        expect(new Set(lanes.flatMap((lane) => lane.assignments.map(({ service }) => service))).size).toBe(
          intervals.length,
        );
        for (const { intervalSeconds, assignments } of lanes) {
          expect(assignments.length).toBeLessThanOrEqual(40);
          expect(assignments.every(({ check }) => check.intervalSeconds === intervalSeconds)).toBe(true);
        }
      }),
    );
  });

  test("the same checks in another order give the same lanes", () => {
    const assignments = checks(3_000);
    expect(planLanes([...assignments].reverse(), LANE_BOUNDS)).toEqual(planLanes(assignments, LANE_BOUNDS));
  });

  test("one check more changes one lane; one lane more moves its own share and nothing between the others", () => {
    const some = checks(3_190);
    const before = planLanes(some, LANE_BOUNDS);
    expect(moved(before, planLanes([...some, assignment(9_999)], LANE_BOUNDS))).toBe(0);
    const grown = planLanes(checks(3_210), LANE_BOUNDS);
    expect([before.length, grown.length]).toEqual([4, 5]);
    expect(moved(before, grown)).toBeLessThan(3_190 / 5 + 100);
    const last = grown.at(-1)?.number;
    const now = laneOf(grown);
    for (const [service, number] of laneOf(before)) expect([number, last]).toContain(now.get(service));
  });

  test("more checks make more lanes, fewer make fewer, and none makes none", () => {
    expect([0, 1, 1_000, 1_001, 10_000].map((count) => planLanes(checks(count), LANE_BOUNDS).length)).toEqual([
      0, 1, 1, 2, 13,
    ]);
  });
});

describe("parts of a lane", () => {
  test("each finishes the slot even when every one of its targets times out and is staged", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 500, max: 15_000 }), { maxLength: 200 }),
        fc.constantFrom(30, 60, 300),
        (timeouts, intervalSeconds) => {
          const assignments = timeouts.map((timeout, index) => assignment(index, intervalSeconds, timeout));
          const parts = partsOf({ intervalSeconds, assignments }, LANE_BOUNDS);
          expect(parts.flat()).toEqual(assignments);
          for (const part of parts) {
            if (part.length > 1)
              expect(worstCaseMs(part, LANE_BOUNDS)).toBeLessThanOrEqual(intervalSeconds * 1_000 * LANE_BOUNDS.fill);
          }
        },
      ),
    );
  });

  test("what a failing check takes beyond its timeout makes the parts smaller", () => {
    const lane = { intervalSeconds: 60, assignments: checks(100) };
    const parts = [0, 3_000, 6_000].map((stagingMs) => partsOf(lane, { ...LANE_BOUNDS, stagingMs })[0]?.length);
    expect(parts).toEqual([16, 11, 8]);
  });

  test("a check that is too slow for any part has one of its own", () => {
    const lane = { intervalSeconds: 10, assignments: [assignment(0, 10), assignment(1, 10)] };
    expect(partsOf(lane, LANE_BOUNDS).map(({ length }) => length)).toEqual([1, 1]);
  });
});
