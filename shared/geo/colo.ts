import table from "./colo-table.json" with { type: "json" };

/**
 * Where a data centre is, from its IATA code. Places, countries and coordinates are facts of airports after OurAirports
 * (public domain) by way of the npm package airport-db 0.3.1 (MIT), rounded to 3 decimals; airport suburbs are called by
 * their city, and seven codes that name a city rather than an airport were placed by hand.
 */
export type ColoPlace = {
  readonly colo: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Degrees north and east. */
  readonly latitude: number;
  readonly longitude: number;
};

const PLACES: ReadonlyMap<string, ColoPlace> = new Map(
  Object.entries(table).flatMap(([colo, [city, country, latitude, longitude]]) =>
    typeof city === "string" &&
    typeof country === "string" &&
    typeof latitude === "number" &&
    typeof longitude === "number"
      ? [[colo, { colo, city, country, latitude, longitude }]]
      : [],
  ),
);

/** `null` for a code that is not in the table: then the map shows where the probe was asked to run, and says so. */
export function coloOf(code: string): ColoPlace | null {
  return PLACES.get(code) ?? null;
}

export function coloCodes(): readonly string[] {
  return [...PLACES.keys()];
}
