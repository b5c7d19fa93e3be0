import type { State } from "../../../shared/schema/index.ts";
import { formatInstant, parseInstant } from "../../../shared/schema/instant.ts";

/** How the page says states, times and shares. */

/** The states in English, for the drawing of the map. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  up: "up",
  degraded: "degraded",
  down: "down",
  unknown: "not known",
};

/** A mark of its own shape per state, so that colour is never alone. */
export const STATE_SIGNS: Readonly<Record<State, string>> = { up: "●", degraded: "▲", down: "✕", unknown: "?" };

type Units = { readonly s: string; readonly min: string; readonly h: string; readonly d: string };

/** "3 min", "2 h", "5 d": a time span, roughly. */
export function spanText(ms: number, units: Units): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} ${units.s}`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} ${units.min}`;
  if (seconds < 36 * 3_600) return `${Math.round(seconds / 3_600)} ${units.h}`;
  return `${Math.round(seconds / 86_400)} ${units.d}`;
}

/** How long between two RFC 3339 times, roughly. */
export function ageText(from: string, to: string, units: Units): string {
  return spanText((parseInstant(to) ?? 0) - (parseInstant(from) ?? 0), units);
}

/** "14:03 UTC" of an RFC 3339 time; with its day where that is another one than `today`'s. */
export function clockText(at: string, today: string = at): string {
  const instant = parseInstant(at);
  if (instant === null) return at;
  const text = formatInstant(instant);
  const clock = `${text.slice(11, 16)} UTC`;
  return text.slice(0, 10) === today.slice(0, 10) ? clock : `${text.slice(0, 10)} ${clock}`;
}

export function percent(probability: number): string {
  if (probability < 0.01) return "< 1 %";
  return probability > 0.99 ? "> 99 %" : `${Math.round(probability * 100)} %`;
}
