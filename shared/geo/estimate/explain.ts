import { covarianceOf, type Fitted, type Kriged, krige, type Measurement, takeIn } from "./krige.ts";
import { expected } from "./mixture.ts";
import type { GeoModel } from "./model.ts";
import { at } from "./solve.ts";

/**
 * What may have made the measurements: one of the fields, each weighted by how well it foretells them one after another
 * (Bayesian model averaging: J. Hoeting et al., Statistical Science 14, 1999; the chain of predictions: A. P. Dawid, "The
 * prequential approach", J. Royal Statistical Society A 147, 1984). What is foretold is whether it fails at the probe, not the
 * logit: beliefs sit at either end, and a Gaussian density of them would punish every field that allows both.
 */
export type Explanation = Kriged & { readonly weight: number };

/** A measurement with the chance that it fails there. */
export type Believed = Measurement & { readonly chance: number };

/** Explanations worth less than this are left out: all of them together change no second decimal. */
const WEIGHT_MIN = 0.003;

export function explain(measured: readonly Believed[], { fields }: GeoModel): Explanation[] {
  const candidates = fields.map((field) => {
    const fitted = takeIn(field, measured, covarianceOf(field, measured));
    return { fitted, log: Math.log(field.weight) + foretold(fitted, measured) };
  });
  const most = Math.max(...candidates.map(({ log }) => log));
  const total = candidates.reduce((sum, { log }) => sum + Math.exp(log - most), 0);
  const weighty = candidates
    .map(({ fitted, log }) => ({ fitted, weight: Math.exp(log - most) / total }))
    .filter(({ weight }) => weight >= WEIGHT_MIN);
  const kept = weighty.reduce((sum, { weight }) => sum + weight, 0);
  return weighty.map(({ fitted, weight }) => ({ ...krige(fitted), weight: weight / kept }));
}

/**
 * ln of the chance of what was seen. The Cholesky factor holds what each measurement was expected to be by those before it:
 * its diagonal is their standard deviation, and the whitened residuals tell how many of them it was off.
 */
function foretold({ factor, whitened }: Fitted, measured: readonly Believed[]): number {
  const size = measured.length;
  let log = 0;
  for (const [index, { logit, variance, chance }] of measured.entries()) {
    const spread = at(factor, index * size + index);
    const mean = logit - at(whitened, index) * spread;
    const failing = expected([{ weight: 1, mean, variance: Math.max(0, spread ** 2 - variance) }]);
    log += Math.log(chance * failing + (1 - chance) * (1 - failing));
  }
  return log;
}
