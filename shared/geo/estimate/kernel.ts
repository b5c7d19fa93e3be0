import { ALL_COUNTRIES, type Country } from "../country-facts.ts";
import { distanceKm, type Point } from "../distance.ts";

/**
 * How strongly places hang together: exp(-d / range) over great-circle distance. The exponential is positive definite on the
 * sphere at every range, which the Gaussian is not (T. Gneiting, "Strictly and non-strictly positive definite functions on
 * spheres", Bernoulli 19, 2013, table 1). A country is the mean over its places: block kriging (A. Journel, C. Huijbregts,
 * "Mining Geostatistics", 1978, V.A).
 */

/** Vectors kept: places that were asked about, times ranges; beyond it the oldest goes. A vector has 2 kB. */
const KEPT_MAX = 2_000;

const BLOCKS: ReadonlyMap<readonly Point[], number> = new Map(
  ALL_COUNTRIES.map(({ places }, index) => [places, index]),
);

const kept = new Map<string, Float64Array>();

/** The correlation of a point, or of a country's places, with each country, in their order. */
export function withCountries(places: readonly Point[], rangeKm: number): Float64Array {
  const key = `${rangeKm} ${BLOCKS.get(places) ?? places.map(({ latitude, longitude }) => `${latitude},${longitude}`).join(" ")}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = Float64Array.from(ALL_COUNTRIES, (country) => meanOver(places, country.places, rangeKm));
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}

/** The mean correlation between the places of two blocks; of two countries, as it was kept. */
export function between(some: readonly Point[], others: readonly Point[], rangeKm: number): number {
  const block = BLOCKS.get(others);
  if (block !== undefined && BLOCKS.has(some)) return withCountries(some, rangeKm)[block] ?? 0;
  return meanOver(some, others, rangeKm);
}

function meanOver(some: readonly Point[], others: readonly Point[], rangeKm: number): number {
  let sum = 0;
  for (const one of some) for (const other of others) sum += Math.exp(-distanceKm(one, other) / rangeKm);
  return sum / (some.length * others.length);
}

const blocks = new Map<number, Float64Array>();

/** How strongly each country hangs together with itself: 1 for a point, less for a continent. */
export function withinCountries(rangeKm: number): Float64Array {
  const known = blocks.get(rangeKm);
  if (known !== undefined) return known;
  const made = Float64Array.from(ALL_COUNTRIES, ({ places }: Country) => meanOver(places, places, rangeKm));
  blocks.set(rangeKm, made);
  return made;
}
