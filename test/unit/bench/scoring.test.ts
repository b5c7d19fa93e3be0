import { describe, expect, test } from "vitest";
import { normalised, probation, rawScore } from "../../bench/reports/nab-score.ts";
import { logRatio, scan } from "../../bench/reports/scan.ts";
import { mulberry32 } from "../../support/random.ts";

const standard = { fpWeight: 0.11, fnWeight: 1 };
const windows = [
  { from: 1_000, to: 1_099 },
  { from: 3_000, to: 3_099 },
];
const score = (detections: readonly number[]) =>
  normalised(rawScore(detections, windows, 5_000, standard), 2, standard);

describe("the benchmark's scoring", () => {
  test("gives nothing to a detector that never detects and all to one that detects at once", () => {
    expect(score([])).toBe(0);
    expect(score([1_000, 3_000])).toBeCloseTo(100, 9);
  });

  test("gives less the later a detection comes, and nothing more for a second one in the same window", () => {
    expect(score([1_000])).toBeCloseTo(50, 9);
    expect(score([1_060])).toBeLessThan(score([1_030]));
    expect(score([1_000, 1_001, 1_050])).toBe(score([1_000]));
  });

  test("takes a whole weight for a detection far from any window, and less for one just behind it", () => {
    expect(score([1_000, 2_500])).toBeCloseTo(50 - (100 * 0.11) / 4, 6);
    expect(score([900])).toBeCloseTo((-100 * 0.11) / 4, 6);
    expect(score([1_000, 1_110])).toBeGreaterThan(score([1_000, 2_500]));
  });

  test("does not score the first 15 % of a series, at most 750 rows", () => {
    expect([probation(1_000), probation(100_000)]).toEqual([150, 750]);
    expect(score([100, 700, 1_000])).toBe(score([1_000]));
  });
});

describe("the scan", () => {
  const HOUR = 3_600_000;
  const random = mulberry32(11);
  const noise = Array.from({ length: 2_000 }, (_, index) => ({
    at: index * (HOUR / 10),
    areas: [`city-${Math.floor(random() * 60)}`],
  }));

  test("finds a cluster where it was put, and nothing else", () => {
    const burst = Array.from({ length: 30 }, (_, index) => ({ at: 120 * HOUR + index * 240_000, areas: ["city-7"] }));
    const found = scan([...noise, ...burst].sort((a, b) => a.at - b.at));
    expect(new Set(found.map(({ area }) => area))).toEqual(new Set(["city-7"]));
    expect((found[0]?.at ?? 0) - 120 * HOUR).toBeLessThanOrEqual(2 * HOUR);
  });

  test("finds nothing where there is nothing", () => {
    expect(scan(noise)).toEqual([]);
  });

  test("counts only what exceeds its expectation", () => {
    expect(logRatio(2, 3, 50)).toBe(0);
    expect(logRatio(20, 2, 50)).toBeCloseTo(20 * Math.log(10) + 30 * Math.log(30 / 48), 9);
  });
});
