import { findCountry } from "../../../shared/geo/country-facts.ts";
import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import { stepOf } from "../map/paint.ts";

/**
 * The countries in which something fails, in the order in which a reader would name them: as dark as the map draws them, and
 * of those that look alike the one with most people online. By the chance alone, Liechtenstein would stand before France.
 */
export function failingFirst(countries: readonly CountryOnMap[]): readonly CountryOnMap[] {
  const users = ({ country }: CountryOnMap) => findCountry(country)?.usersMillion ?? 0;
  const step = (country: CountryOnMap) => stepOf(country) ?? -1;
  return countries
    .filter(({ state }) => state === "down" || state === "degraded")
    .sort((a, b) => step(b) - step(a) || users(b) - users(a) || b.probability - a.probability);
}
