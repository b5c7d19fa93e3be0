import { describe, expect, test } from "vitest";
import { latencySteps, type RegionStep } from "../../../shared/history/latency.ts";

/** The latency chart's numbers. */

const step = (at: number, region: string, meanMs: number | null, failed = 0): RegionStep => ({
  at,
  region,
  meanMs,
  looks: 5,
  failed,
});

describe("latency steps", () => {
  test("take the median over the regions, in the order of time", () => {
    const steps = latencySteps([step(2, "weur", 90), step(1, "weur", 40), step(1, "enam", 60), step(1, "oc", 500)]);
    expect(steps.map(({ at, medianMs }) => [at, medianMs])).toEqual([
      [1, 60],
      [2, 90],
    ]);
  });

  test("a step in which nothing passed has no time, and says how much failed", () => {
    const [only] = latencySteps([step(1, "weur", null, 5), step(1, "enam", null, 4)]);
    expect(only).toMatchObject({ medianMs: null, looks: 10, failed: 9 });
  });

  test("the band comes once enough has been seen, holds the usual, and leaves a slowness outside", () => {
    const calm = Array.from({ length: 30 }, (_, at) => step(at, "weur", 80 + (at % 5)));
    const slow = [step(30, "weur", 900)];
    const steps = latencySteps([...calm, ...slow]);
    expect(steps.slice(0, 10).every(({ usual }) => usual === null)).toBe(true);
    const last = steps.at(-1);
    expect(last?.usual?.lowMs).toBeLessThan(80);
    expect(last?.usual?.highMs).toBeGreaterThan(84);
    expect(last?.usual?.highMs).toBeLessThan(900);
  });

  test("what happens later changes nothing that was usual before", () => {
    const calm = Array.from({ length: 20 }, (_, at) => step(at, "weur", 100));
    const then = latencySteps([...calm, step(20, "weur", 5_000)])[19];
    expect(then).toEqual(latencySteps(calm)[19]);
  });
});
