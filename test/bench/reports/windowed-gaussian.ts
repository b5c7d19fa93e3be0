/**
 * The benchmark's own simplest detector, against which our reading of its scoring is checked: how far a value lies in the
 * tail of a normal law fitted to a sliding window, which moves on by `STEP` values at a time.
 */

const WINDOW = 6_400;
const STEP = 100;
/** The threshold that the benchmark publishes for it: a tail below what a double can tell from nothing. */
const THRESHOLD = 1;

export function windowedGaussian(counts: readonly number[]): number[] {
  const detections: number[] = [];
  let window: number[] = [];
  let waiting: number[] = [];
  let [mean, deviation] = [0, 1];
  for (const [row, count] of counts.entries()) {
    if (window.length > 0 && 1 - tail(Math.abs(count - mean) / deviation) >= THRESHOLD) detections.push(row);
    if (window.length < WINDOW) window.push(count);
    else {
      waiting.push(count);
      if (waiting.length < STEP) continue;
      window = [...window.slice(STEP), ...waiting];
      waiting = [];
    }
    mean = window.reduce((sum, value) => sum + value, 0) / window.length;
    const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / window.length;
    deviation = variance === 0 ? 1e-6 : Math.sqrt(variance);
  }
  return detections;
}

/** P(Z > z) of the standard normal law, by a continued fraction beyond 3 and a series before. */
function tail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let n = 1; n < 100; n++) {
      term *= (z * z) / (2 * n + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / fraction;
  return density / fraction;
}
