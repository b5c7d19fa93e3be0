import { coloCodes, coloOf } from "../geo/colo.ts";
import { regionOfCountry } from "../geo/countries.ts";
import { nearestRegion, REGIONS } from "../geo/regions.ts";
import { RegionId } from "../schema/index.ts";
import { CLOUD_REGIONS } from "./cloud-regions.ts";
import { LIST_MAX } from "./limits.ts";
import { AMBIGUOUS_CITIES, AREAS, CITY_NAMES, COUNTRY_NAMES, SHORT_AREAS } from "./place-names.ts";

/**
 * Which places a vendor's words name: a cloud's region, a data centre by its code, a city, a country, a part of the world. Nothing
 * is guessed: a word that may mean something else says nothing, and "global" is no place.
 */
export type Places = { readonly regions: readonly RegionId[]; readonly countries: readonly string[] };

/** Cities of the table of airports, by lower-case name. */
const CITIES: ReadonlyMap<string, { readonly country: string; readonly region: RegionId }> = new Map(
  coloCodes().flatMap((code) => {
    const place = coloOf(code);
    const city = place?.city.toLowerCase() ?? "";
    if (place === null || city.length < 4 || AMBIGUOUS_CITIES.has(city)) return [];
    return [[city, { country: place.country, region: nearestRegion(place).region }] as const];
  }),
);

/** `locations` are names of places and nothing else; in `sentences` only what is beyond doubt counts. */
export function placesIn({
  locations,
  sentences,
}: {
  locations: readonly string[];
  sentences: readonly string[];
}): Places {
  const found = { regions: new Set<RegionId>(), countries: new Set<string>() };
  for (const location of locations) {
    for (const region of SHORT_AREAS[location] ?? []) found.regions.add(region);
    lookIn(location, found);
  }
  for (const sentence of sentences) lookIn(sentence, found);
  return {
    regions: REGIONS.map(({ id }) => id).filter((id) => found.regions.has(id)),
    countries: [...found.countries].sort().slice(0, LIST_MAX),
  };
}

type Found = { readonly regions: Set<RegionId>; readonly countries: Set<string> };

function lookIn(text: string, found: Found): void {
  let rest = text;
  for (const [token] of text.matchAll(/[a-z]+(?:-[a-z]+){0,2}-?\d{1,2}/gi)) {
    const known = CLOUD_REGIONS[token.toLowerCase()];
    if (known === undefined) continue;
    add(known, found);
    rest = rest.replace(token, " ");
  }
  for (const [, code = ""] of rest.matchAll(/\(([A-Z]{3})\)/g)) {
    const place = coloOf(code);
    if (place === null) continue;
    found.countries.add(place.country);
    found.regions.add(nearestRegion(place).region);
    return;
  }
  lookForNames(rest, found);
  for (const [pattern, regions] of AREAS) {
    if (pattern.test(rest)) for (const region of regions) found.regions.add(region);
  }
}

/** Names of up to three words that begin with a capital. */
function lookForNames(text: string, found: Found): void {
  const words = [...text.matchAll(/\p{Lu}[\p{L}'’]*\.?/gu)].map((match) => ({ word: match[0], at: match.index }));
  for (let from = 0; from < words.length; from++) {
    for (let size = Math.min(3, words.length - from); size >= 1; size--) {
      const first = words[from];
      const last = words[from + size - 1];
      if (first === undefined || last === undefined) break;
      const name = text.slice(first.at, last.at + last.word.length).toLowerCase();
      const named = COUNTRY_NAMES[name] ?? CITY_NAMES[name] ?? COUNTRY_NAMES[name.replace(/\.$/, "")];
      const city = CITIES.get(name.replace(/\.$/, ""));
      if (named === undefined && city === undefined) continue;
      if (named !== undefined) add(named, found);
      else if (city !== undefined) {
        found.countries.add(city.country);
        found.regions.add(city.region);
      }
      from += size - 1;
      break;
    }
  }
}

/** An entry of the tables: a country, and the region where the country alone would give another. */
function add(entry: string, { regions, countries }: Found): void {
  const [country = "", region] = entry.split(" ");
  countries.add(country);
  const parsed = RegionId.safeParse(region ?? regionOfCountry(country));
  if (parsed.success) regions.add(parsed.data);
}
