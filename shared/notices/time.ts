import { parseInstant } from "../schema/instant.ts";
import { YEARS } from "./limits.ts";

/**
 * The times that feeds write, all of them as milliseconds: RFC 3339 and its near misses, seconds or milliseconds since 1970,
 * RFC 822 and dates in words with months of several languages. A time without a zone is UTC; a zone that is not known, and a
 * day that does not exist, make it no time at all.
 */

/** Minutes east of Greenwich. The American ones are RFC 822's; a summer's name is one hour more. */
const ZONES: Readonly<Record<string, number>> = {
  Z: 0,
  UT: 0,
  UTC: 0,
  GMT: 0,
  WET: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  AKST: -540,
  AKDT: -480,
  HST: -600,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  SGT: 480,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
};

/** First letters by which a month is told apart, in English, German, French, Spanish, Portuguese, Italian and Dutch. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|ene|gen)/,
  /^(?:feb|fev|fév)/,
  /^(?:mar(?!ch?s)|mär|mrz|maa|mrt)/,
  /^(?:apr|avr|abr)/,
  /^(?:may|mai|mag|mei)/,
  /^(?:jun|juin|giu)/,
  /^(?:jul|juil|lug)/,
  /^(?:aug|aoû|aou|ago)/,
  /^(?:sep|set)/,
  /^(?:oct|okt|out|ott)/,
  /^nov/,
  /^(?:dec|dez|dic|déc)/,
];

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const DAY_FIRST =
  /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,2})\.?\s+(?:de\s+)?(\p{L}{3,12})\.?,?\s+(?:de\s+)?(\d{4}|\d{2}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?\s*([+-]\d{2}:?\d{2}|\p{Lu}{1,5})?$/iu;
const MONTH_FIRST =
  /^(?:\p{L}{2,12}\.?,?\s+)?(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}),?\s+(?:at\s+|-\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AP]M)?\s*([+-]\d{2}:?\d{2}|\p{Lu}{1,5})?$/iu;
const EAST_ASIAN =
  /^(\d{4})年(\d{1,2})月(\d{1,2})日\s*(?:\(.\)|（.）)?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(\p{Lu}{1,5})?$/u;

/** Milliseconds since 1970, or `null` when it is no time that can be understood. */
export function readTime(value: unknown): number | null {
  if (typeof value === "number") return epoch(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (text.length < 8 || text.length > 60) return null;
  if (/^\d{10}(?:\.\d+)?$|^\d{13}$/.test(text)) return epoch(Number(text));
  return plausible(parseInstant(text)) ?? iso(text) ?? inWords(text);
}

/** The first of some that is a time. */
export function firstTime(...values: readonly unknown[]): number | null {
  for (const value of values) {
    const time = readTime(value);
    if (time !== null) return time;
  }
  return null;
}

export function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.max(a, b));
}

export function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}

/** Ten digits are seconds, thirteen are milliseconds; both stand for the years in which feeds exist. */
function epoch(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return plausible(Math.round(value >= 1e11 ? value : value * 1_000));
}

function plausible(instant: number | null): number | null {
  if (instant === null) return null;
  const year = 1970 + instant / 31_556_952_000;
  return year >= YEARS.min && year <= YEARS.max ? instant : null;
}

function iso(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, date = "", clock = "00:00", seconds = ":00", fraction = "", zone = "Z"] = match;
  return plausible(parseInstant(`${date}T${clock}${seconds}${fraction}${numericZone(zone) ?? "Z"}`));
}

function inWords(text: string): number | null {
  const east = EAST_ASIAN.exec(text);
  if (east !== null) {
    const [, year, month, day, hour, minute, second, zone] = east;
    return compose({ year, month: Number(month), day, hour, minute, second, half: undefined, zone });
  }
  const dayFirst = DAY_FIRST.exec(text);
  const match = dayFirst ?? MONTH_FIRST.exec(text);
  if (match === null) return null;
  const [, first, middle, year, hour, minute, second, half, zone] = match;
  const [day, name] = dayFirst === null ? [middle, first] : [first, middle];
  const month = MONTHS.findIndex((pattern) => pattern.test((name ?? "").toLowerCase())) + 1;
  return month === 0 ? null : compose({ year, month, day, hour, minute, second, half, zone });
}

type Parts = Readonly<Record<"year" | "day" | "hour" | "minute" | "second" | "half" | "zone", string | undefined>>;

function compose({
  year = "",
  month,
  day,
  hour,
  minute,
  second,
  half,
  zone,
}: Parts & { month: number }): number | null {
  const offset = numericZone(zone ?? "Z");
  if (offset === null) return null;
  const twelve = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const two = (value: unknown) => String(value ?? 0).padStart(2, "0");
  const century = year.length === 2 ? `20${year}` : year;
  return plausible(
    parseInstant(`${century}-${two(month)}-${two(day)}T${two(twelve)}:${two(minute)}:${two(second)}${offset}`),
  );
}

/** As RFC 3339 writes it; `null` for a name that stands for no zone. */
function numericZone(zone: string): string | null {
  const numeric = /^([+-]\d{2}):?(\d{2})$/.exec(zone);
  if (numeric !== null) return `${numeric[1]}:${numeric[2]}`;
  const minutes = ZONES[zone.toUpperCase()];
  if (minutes === undefined) return null;
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
