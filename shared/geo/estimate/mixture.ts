/**
 * Probabilities whose logit is a mixture of normals: their mean and their quantiles. The mean of a logistic of a normal is
 * after D. MacKay ("The evidence framework applied to classification networks", Neural Computation 4, 1992, equation 10).
 */

export type Part = { readonly weight: number; readonly mean: number; readonly variance: number };

/** The expected probability. Weights sum to 1. */
export function expected(parts: readonly Part[]): number {
  let sum = 0;
  for (const { weight, mean, variance } of parts)
    sum += weight * logistic(mean / Math.sqrt(1 + (Math.PI * variance) / 8));
  return sum;
}

/** Logits beyond these are 0 or 1 at three decimals; twelve halvings leave a two-hundredth of a logit. */
const LOGIT_BOUND = 10;
const HALVINGS = 12;

/** The probability below which the given share of the mixture lies. */
export function quantile(parts: readonly Part[], share: number): number {
  let low = -LOGIT_BOUND;
  let high = LOGIT_BOUND;
  for (let turn = 0; turn < HALVINGS; turn++) {
    const middle = (low + high) / 2;
    let below = 0;
    for (const { weight, mean, variance } of parts) below += weight * normal((middle - mean) / Math.sqrt(variance));
    if (below < share) low = middle;
    else high = middle;
  }
  return logistic((low + high) / 2);
}

export function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

export function logitOf(probability: number, most: number): number {
  if (probability <= 0) return -most;
  if (probability >= 1) return most;
  return Math.max(-most, Math.min(most, Math.log(probability / (1 - probability))));
}

/** The normal distribution function to five decimals (M. Abramowitz, I. Stegun, 1964, 26.2.16). */
function normal(z: number): number {
  const t = 1 / (1 + 0.33267 * Math.abs(z));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.4361836 + t * (-0.1201676 + t * 0.937298));
  return z < 0 ? tail : 1 - tail;
}
