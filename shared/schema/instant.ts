import { z } from "zod";

/**
 * Time as one number, milliseconds since 1970-01-01T00:00:00Z, and as RFC 3339 text on the wire.
 * No clock is read here. The calendar arithmetic is Howard Hinnant's `days_from_civil` and its inverse
 * (https://howardhinnant.github.io/date_algorithms.html), exact for the proleptic Gregorian calendar.
 */

const MS_PER_DAY = 86_400_000;
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339 text in UTC with milliseconds, for an instant in milliseconds. */
export function formatInstant(instant: number): string {
  const days = Math.floor(instant / MS_PER_DAY);
  const inDay = instant - days * MS_PER_DAY;
  const { year, month, day } = civilFromDays(days);
  const hours = Math.floor(inDay / 3_600_000);
  const minutes = Math.floor(inDay / 60_000) % 60;
  const seconds = Math.floor(inDay / 1_000) % 60;
  const millis = Math.floor(inDay) % 1_000;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${pad(millis, 3)}Z`;
}

/** The instant of an RFC 3339 text, or `null` when it is none (wrong form, or a day that does not exist). */
export function parseInstant(text: string): number | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, year, month, day, hours, minutes, seconds, fraction, zone] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const back = civilFromDays(days);
  if (back.month !== Number(month) || back.day !== Number(day)) return null;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const millis = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  const clock = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000 + millis;
  return days * MS_PER_DAY + clock - offsetMs(zone ?? "Z");
}

/** Milliseconds since the epoch inside, RFC 3339 text outside: `z.encode` writes it, `parse` reads it. */
export const Instant = z
  .codec(z.string(), z.number(), {
    decode: (text, context) => {
      const instant = parseInstant(text);
      if (instant !== null) return instant;
      context.issues.push({
        code: "custom",
        input: text,
        message: "must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z",
      });
      return z.NEVER;
    },
    encode: formatInstant,
  })
  .meta({ format: "date-time" });

/** The same as text that stays text. */
export const InstantText = z
  .string()
  .refine((text) => parseInstant(text) !== null, "must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z")
  .meta({ format: "date-time" });

function offsetMs(zone: string): number {
  if (zone === "Z") return 0;
  const sign = zone.startsWith("-") ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z0 = days + 719_468;
  const era = Math.floor(z0 / 146_097);
  const dayOfEra = z0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
