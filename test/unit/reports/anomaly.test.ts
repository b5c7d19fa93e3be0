import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { logMass } from "../../../shared/counts/negative-binomial.ts";
import { DEFAULT_ANOMALIES } from "../../../shared/fuse/model/anomalies.ts";
import { openAnomaly, takeBin } from "../../../shared/fuse/people/anomaly.ts";
import { mulberry32, poisson } from "../../support/random.ts";

const BIN = 300_000;
const DAY = 288;
/** Counts of so many days with a rhythm, and whatever is put on top of it. */
const series = (days: number, extra: (bin: number) => number = () => 0, seed = 3): number[] => {
  const random = mulberry32(seed);
  return Array.from({ length: days * DAY }, (_, bin) => {
    const usual = 20 * (1 + 0.8 * Math.sin((2 * Math.PI * bin) / DAY));
    return poisson(usual, random) + Math.round(extra(bin));
  });
};
const scores = (counts: readonly number[], anomaly = openAnomaly(DEFAULT_ANOMALIES)) =>
  counts.map((count, bin) => takeBin(anomaly, count, bin * BIN, DEFAULT_ANOMALIES));
const from = DEFAULT_ANOMALIES.scoreFrom;

describe("a busy series", () => {
  test("that keeps its daily rhythm does nothing new after a week", () => {
    expect(Math.max(...scores(series(14)).slice(7 * DAY))).toBeLessThan(from);
  });

  test("that bursts every evening does nothing new when it bursts again after two weeks", () => {
    const height = [90, 150, 110, 170, 130, 100, 160];
    const bursts = series(28, (bin) => (bin % DAY < 6 ? (height[Math.floor(bin / DAY) % 7] ?? 0) : 0));
    expect(Math.max(...scores(bursts).slice(14 * DAY))).toBeLessThan(from);
  });

  test("that bursts as it never has is told within half an hour", () => {
    const begin = 10 * DAY + 100;
    const told = scores(series(12, (bin) => (bin >= begin && bin < begin + 24 ? 150 : 0))).findIndex(
      (score, bin) => bin > 7 * DAY && score > from,
    );
    expect(told).toBeGreaterThanOrEqual(begin);
    expect(told).toBeLessThanOrEqual(begin + 6);
  });

  test("scores a bin no lower for holding more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (count, more) => {
        const counts = series(5);
        const last = (final: number) => scores([...counts, final]).at(-1) ?? 0;
        expect(last(count + more)).toBeGreaterThanOrEqual(last(count));
      }),
      { numRuns: 10 },
    );
  });

  test("goes on from stored state as if nothing had happened", () => {
    const counts = series(4);
    const first = openAnomaly(DEFAULT_ANOMALIES);
    scores(counts.slice(0, 700), first);
    const second: typeof first = JSON.parse(JSON.stringify(first));
    const rest = counts.slice(700).map((count, bin) => takeBin(second, count, (700 + bin) * BIN, DEFAULT_ANOMALIES));
    expect(rest).toEqual(scores(counts).slice(700));
  });
});

describe("the negative-binomial law", () => {
  test.each([
    [2, 1.5],
    [14.8, 3.7],
    [0.1, 1.2],
  ])("of mean %d and dispersion %d sums to one and has that mean", (mean, dispersion) => {
    const counts = Array.from({ length: 2_000 }, (_, count) => Math.exp(logMass(count, mean, dispersion)));
    expect(counts.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9);
    expect(counts.reduce((sum, mass, count) => sum + count * mass, 0)).toBeCloseTo(mean, 6);
  });
});
