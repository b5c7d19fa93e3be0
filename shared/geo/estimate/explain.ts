import { covarianceOf, type Kriged, krige, type Measurement, takeIn, without } from "./krige.ts";
import type { Field, GeoModel } from "./model.ts";

/**
 * What may have made the measurements: one of the fields, with every probe in order or with one or two of them wrong unnoticed.
 * Each explanation is weighted by how well it does (Bayesian model averaging: J. Hoeting et al., Statistical Science 14,
 * 1999); a wrong probe says anything with the same density (the contaminated normal of J. Tukey, 1960).
 */
export type Explanation = Kriged & { readonly weight: number };

/** A measurement with the chance that its probe is wrong unnoticed. */
export type Doubted = Measurement & { readonly wrong: number };

/** Explanations worth less than this are left out: all of them together change no second decimal. */
const WEIGHT_MIN = 0.01;
/** Measurements up to which every two may be wrong: the number of pairs grows with its square. */
const PAIRS_UP_TO = 20;

export function explain(measured: readonly Doubted[], { fields, logitMax }: GeoModel): Explanation[] {
  const allRight = measured.reduce((sum, { wrong }) => sum + Math.log(1 - wrong), 0);
  const costs = measured.map(({ wrong }) => Math.log(wrong) - Math.log(1 - wrong) - Math.log(2 * logitMax));
  const candidates = fields.flatMap((field) => {
    const covariance = covarianceOf(field, measured);
    return suspects(field, measured.length).map((left) => {
      const kept = measured.filter((_, index) => !left.includes(index));
      const fitted = takeIn(field, kept, without(covariance, measured.length, left));
      const prior = left.reduce((sum, index) => sum + (costs[index] ?? 0), allRight + Math.log(field.weight));
      return { fitted, log: prior + fitted.logEvidence };
    });
  });
  const most = Math.max(...candidates.map(({ log }) => log));
  const total = candidates.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  const weighty = candidates
    .map(({ fitted, log }) => ({ fitted, weight: Math.exp(log - most) / total }))
    .filter(({ weight }) => weight >= WEIGHT_MIN);
  const kept = weighty.reduce((sum, { weight }) => sum + weight, 0);
  return weighty.map(({ fitted, weight }) => ({ ...krige(fitted), weight: weight / kept }));
}

/** Nobody, each alone, and where the whole world moves as one, which makes it cheap, every two. */
function suspects({ rangeKm }: Field, size: number): number[][] {
  const each = Array.from({ length: size }, (_, index) => index);
  const singles = each.map((index) => [index]);
  if (rangeKm !== null || size > PAIRS_UP_TO) return [[], ...singles];
  return [[], ...singles, ...each.flatMap((one) => each.slice(one + 1).map((other) => [one, other]))];
}
