import { describe, expect, test } from "vitest";
import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { between, withCountries, withinCountries } from "../../../shared/geo/estimate/kernel.ts";
import { covarianceOf, krige, type Measurement, takeIn } from "../../../shared/geo/estimate/krige.ts";
import { expected, logistic, quantile } from "../../../shared/geo/estimate/mixture.ts";
import type { Field } from "../../../shared/geo/estimate/model.ts";
import { factorise, forward } from "../../../shared/geo/estimate/solve.ts";

const FIELD: Field = { name: "test", weight: 1, mean: -4, deviation: 3, rangeKm: 1_000, ownShare: 0.25 };
const BERLIN = { latitude: 52.5, longitude: 13.4 };
const measuredAt = (country: string | null, logit: number, variance: number): Measurement => ({
  places: [BERLIN],
  country,
  logit,
  variance,
});
const kriged = (measured: readonly Measurement[]) => krige(takeIn(FIELD, measured, covarianceOf(FIELD, measured)));
const index = (id: string) => ALL_COUNTRIES.findIndex((country) => country.id === id);

describe("kriging", () => {
  test("without a measurement the field is what it was", () => {
    const { means, variances } = kriged([]);
    expect(means[index("DE")]).toBe(-4);
    expect(variances[index("NP")]).toBeCloseTo(9 * (0.75 * (withinCountries(1_000)[index("NP")] ?? 0) + 0.25), 9);
  });

  test("one measurement moves a country as the formula says", () => {
    const { means, variances } = kriged([measuredAt("DE", 5, 1)]);
    const de = index("DE");
    const covariance = 9 * (0.75 * (withCountries([BERLIN], 1_000)[de] ?? 0) + 0.25);
    const prior = 9 * (0.75 * (withinCountries(1_000)[de] ?? 0) + 0.25);
    expect(means[de]).toBeCloseTo(-4 + (covariance / (9 + 1)) * (5 + 4), 9);
    expect(variances[de]).toBeCloseTo(prior - covariance ** 2 / 10, 9);
  });

  test("a probe says more of its own country than of one as near", () => {
    const own = kriged([measuredAt("DE", 5, 1)]).means[index("DE")] ?? 0;
    const foreign = kriged([measuredAt("PL", 5, 1)]).means[index("DE")] ?? 0;
    expect(own).toBeGreaterThan(foreign + 1);
  });

  test("the kernel is a mean over places: one with itself, less over a continent", () => {
    expect(between([BERLIN], [BERLIN], 500)).toBe(1);
    const within = withinCountries(1_000);
    expect(within[index("SG")]).toBe(1);
    expect(within[index("US")]).toBeLessThan(0.5);
  });

  test("a factor times itself is the matrix, and solves it", () => {
    const matrix = Float64Array.of(4, 0, 0, 2, 5, 0, 1, 3, 6);
    const factor = factorise(matrix.slice(), 3);
    const solved = forward(factor, 3, Float64Array.of(2, 3, 4));
    const back = [0, 1, 2].map((row) =>
      [0, 1, 2].reduce(
        (sum, column) => sum + (column <= row ? (factor[row * 3 + column] ?? 0) : 0) * (solved[column] ?? 0),
        0,
      ),
    );
    expect(back.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([2, 3, 4]);
    expect(() => factorise(Float64Array.of(1, 0, 2, 1), 2)).toThrow("a covariance must be positive definite");
  });
});

describe("a mixture of logits", () => {
  const parts = [
    { weight: 0.7, mean: -4, variance: 0.25 },
    { weight: 0.3, mean: 4, variance: 0.25 },
  ];

  test("its mean lies between its parts, by their weights", () => {
    expect(expected(parts)).toBeCloseTo(0.3, 1);
    expect(expected([{ weight: 1, mean: 2, variance: 0 }])).toBeCloseTo(logistic(2), 12);
  });

  test("its quantiles are those of the normal law where there is one part", () => {
    const [one] = [[{ weight: 1, mean: 1, variance: 4 }]];
    expect(quantile(one ?? [], 0.5)).toBeCloseTo(logistic(1), 2);
    expect(quantile(one ?? [], 0.95)).toBeCloseTo(logistic(1 + 1.645 * 2), 2);
    expect(quantile(parts, 0.05)).toBeLessThan(0.03);
    expect(quantile(parts, 0.95)).toBeGreaterThan(0.97);
  });
});
