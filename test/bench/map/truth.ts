import { coloCodes, coloOf } from "../../../shared/geo/colo.ts";
import { ALL_COUNTRIES, type Country } from "../../../shared/geo/country-facts.ts";
import { distanceKm, type Point } from "../../../shared/geo/distance.ts";

/** In which countries a service truly fails: drawn, and never shown to a rule. */
export type Truth = ReadonlySet<string>;
export type Draw = () => number;

/** A country by how many people use the internet there, as outages meet people; the square root keeps small ones in. */
export function anyCountry(random: Draw): Country {
  const weights = ALL_COUNTRIES.map(({ usersMillion }) => Math.sqrt(usersMillion ?? 0));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    const country = ALL_COUNTRIES[index];
    if (left <= 0 && country !== undefined) return country;
  }
  throw new Error("there are no countries");
}

export function oneCountry(random: Draw): Truth {
  return new Set([anyCountry(random).id]);
}

/** A country and two to nine of those nearest to it. */
export function neighbours(random: Draw): Truth {
  const centre = anyCountry(random);
  return new Set([centre.id, ...nearest(centre.point, 2 + Math.floor(random() * 8))]);
}

/** Everything within 2,500 to 4,500 km. */
export function continent(random: Draw): Truth {
  const { point } = anyCountry(random);
  const km = 2_500 + random() * 2_000;
  return new Set(ALL_COUNTRIES.filter((country) => distanceKm(country.point, point) <= km).map(({ id }) => id));
}

export function everywhere(): Truth {
  return new Set(ALL_COUNTRIES.map(({ id }) => id));
}

/** A provider with 12 to 30 places of its own, of which a quarter to a half are broken: who is served from there fails. */
export function footprint(random: Draw): Truth {
  const codes = coloCodes();
  const sites = Array.from({ length: 12 + Math.floor(random() * 19) }, () => {
    const site = coloOf(codes[Math.floor(random() * codes.length)] ?? "");
    if (site === null) throw new Error("the table of data centres has a code without a place");
    return { site, isBroken: random() < 0.25 + random() * 0.25 };
  });
  const failing = ALL_COUNTRIES.filter(({ point }) => {
    const [first, ...others] = sites;
    if (first === undefined) return false;
    const server = others.reduce(
      (best, each) => (distanceKm(each.site, point) < distanceKm(best.site, point) ? each : best),
      first,
    );
    return server.isBroken;
  });
  return failing.length === 0 ? footprint(random) : new Set(failing.map(({ id }) => id));
}

/** One of the four above, for kinds that differ in who sees it. */
export function anyPlace(random: Draw): Truth {
  const draws = [oneCountry, neighbours, continent, footprint];
  return (draws[Math.floor(random() * draws.length)] ?? oneCountry)(random);
}

export function nowhere(): Truth {
  return new Set();
}

function nearest(point: Point, count: number): string[] {
  return ALL_COUNTRIES.map(({ id, point: other }) => ({ id, km: distanceKm(point, other) }))
    .sort((a, b) => a.km - b.km)
    .slice(1, count + 1)
    .map(({ id }) => id);
}
