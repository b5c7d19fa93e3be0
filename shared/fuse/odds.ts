/** A probability whose odds are raised by a factor. */
export function raised(probability: number, factor: number): number {
  const odds = (probability / Math.max(1e-12, 1 - probability)) * factor;
  return odds / (1 + odds);
}
