import { ALL_COUNTRIES } from "../country-facts.ts";
import type { Point } from "../distance.ts";
import { between, withCountries, withinCountries } from "./kernel.ts";
import type { Field } from "./model.ts";
import { at, dot, factorise, forward } from "./solve.ts";

/**
 * What measurements of a Gaussian field say of it in every country: kriging with a known mean (C. Rasmussen, C. Williams,
 * "Gaussian Processes for Machine Learning", 2006, equations 2.25 and 2.26). Covariance: s² [(1 - o) exp(-d / range)
 * + o (same country)], each measurement with noise of its own.
 */

/** A logit measured at a place, or as the mean over a country's places. */
export type Measurement = {
  readonly places: readonly Point[];
  /** The country that it stands in; `null` where that is not known. */
  readonly country: string | null;
  readonly logit: number;
  readonly variance: number;
};

/** Of the logit in each country, in their order. */
export type Kriged = { readonly means: Float64Array; readonly variances: Float64Array };

/** A field with its measurements taken in, before anything is asked of it. */
export type Fitted = {
  readonly field: Field;
  readonly measured: readonly Measurement[];
  readonly factor: Float64Array;
  readonly whitened: Float64Array;
};

const INDEX: ReadonlyMap<string, number> = new Map(ALL_COUNTRIES.map(({ id }, index) => [id, index]));

/** `covariance` is that of the measurements, and is used up. */
export function takeIn(field: Field, measured: readonly Measurement[], covariance: Float64Array): Fitted {
  const size = measured.length;
  const factor = factorise(covariance, size);
  const residuals = Float64Array.from(measured, ({ logit }) => logit - field.mean);
  const whitened = forward(factor, size, residuals);
  return { field, measured, factor, whitened };
}

export function krige({ field, measured, factor, whitened }: Fitted): Kriged {
  const { mean, deviation, rangeKm, ownShare } = field;
  const size = measured.length;
  const variance = deviation ** 2;
  const shared = variance * (1 - ownShare);
  const rows = measured.map(({ places }) => (rangeKm === null ? null : withCountries(places, rangeKm)));
  const blocks = rangeKm === null ? null : withinCountries(rangeKm);
  const owners = measured.map(({ country }) => (country === null ? -1 : (INDEX.get(country) ?? -1)));
  const means = new Float64Array(ALL_COUNTRIES.length);
  const variances = new Float64Array(ALL_COUNTRIES.length);
  const cross = new Float64Array(size);
  for (let country = 0; country < ALL_COUNTRIES.length; country++) {
    for (let index = 0; index < size; index++) {
      const row = rows[index] ?? null;
      const own = owners[index] === country ? variance * ownShare : 0;
      cross[index] = shared * (row === null ? 1 : at(row, country)) + own;
    }
    const reach = forward(factor, size, cross);
    means[country] = mean + dot(reach, whitened);
    const prior = shared * (blocks === null ? 1 : at(blocks, country)) + variance * ownShare;
    variances[country] = Math.max(1e-6, prior - dot(reach, reach));
  }
  return { means, variances };
}

/** Of the measurements, noise included; its lower half. */
export function covarianceOf({ deviation, rangeKm, ownShare }: Field, measured: readonly Measurement[]): Float64Array {
  const size = measured.length;
  const variance = deviation ** 2;
  const covariance = new Float64Array(size * size);
  for (const [row, one] of measured.entries()) {
    for (const [column, other] of measured.entries()) {
      if (column > row) break;
      const isSame = one.country !== null && one.country === other.country;
      const shared = rangeKm === null ? 1 : between(one.places, other.places, rangeKm);
      covariance[row * size + column] =
        variance * ((1 - ownShare) * shared + (isSame ? ownShare : 0)) + (row === column ? one.variance : 0);
    }
  }
  return covariance;
}
