import type { RegionId } from "../schema/index.ts";

/**
 * Which region of the network answers for a country: the one whose probe is nearest to where most of its people live. Codes
 * are ISO 3166-1 alpha-2. One country, one region: the United States and Canada count as east, where most of them live.
 */
const COUNTRIES: Readonly<Record<RegionId, string>> = {
  wnam: "MX GT BZ SV HN NI CR",
  enam: "US CA BM PM GL BS CU JM HT DO PR VI VG AI AG KN MS GP DM MQ LC VC BB GD TT AW CW BQ SX MF BL KY TC PA",
  sam: "BR AR CL UY PY BO PE EC CO VE GY SR GF FK GS",
  weur: "GB IE FR DE NL BE LU CH AT LI ES PT AD MC IT SM VA MT DK NO SE IS FO GG JE IM GI SJ AX MA DZ TN EH CV",
  eeur: "PL CZ SK HU RO BG SI HR BA RS ME MK AL XK GR CY EE LV LT FI UA BY MD RU GE AM AZ TR KZ",
  apac: "IN PK BD LK NP BT MV AF UZ TM TJ KG",
  "apac-ne": "JP KR KP TW HK MO CN MN",
  "apac-se": "SG MY ID TH VN PH KH LA MM BN TL CC CX",
  oc: "AU NZ PG FJ SB VU NC PF WS TO KI TV NR MH FM PW GU MP AS CK NU TK WF NF PN UM",
  afr: "ZA NA BW ZW ZM MZ MW LS SZ AO CD CG GA GQ CM CF TD NG NE BJ TG GH CI BF ML SN GM GW GN SL LR MR KE UG TZ RW BI SS MG MU RE YT KM SC SH ST",
  me: "AE SA QA BH KW OM YE IQ IR SY LB JO IL PS EG LY SD ER DJ ET SO",
};

const REGION_OF: ReadonlyMap<string, RegionId> = new Map(
  Object.entries(COUNTRIES).flatMap(([region, codes]) =>
    codes.split(" ").map((country) => [country, region as RegionId] as const),
  ),
);

/** `null` for a code that is no country's, or of a place where nobody lives. */
export function regionOfCountry(country: string): RegionId | null {
  return REGION_OF.get(country) ?? null;
}

/** The countries that a region answers for; none for a place that is no region. */
export function countriesOf(region: string): readonly string[] {
  return Object.hasOwn(COUNTRIES, region) ? COUNTRIES[region as RegionId].split(" ") : [];
}
