import type { State } from "../../../shared/schema/index.ts";
import { formatInstant, parseInstant } from "../../../shared/schema/instant.ts";

/** How the page says things. */

export const STATE_WORDS: Readonly<Record<State, string>> = {
  up: "up",
  degraded: "degraded",
  down: "down",
  unknown: "not known",
};

/** A mark of its own shape per state, so that colour is never alone. */
export const STATE_SIGNS: Readonly<Record<State, string>> = { up: "●", degraded: "▲", down: "✕", unknown: "?" };

/** "3 min", "2 h", "5 d": how long between two RFC 3339 times, roughly. */
export function ageText(from: string, to: string): string {
  const seconds = Math.max(0, Math.round(((parseInstant(to) ?? 0) - (parseInstant(from) ?? 0)) / 1_000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** "14:03:20 UTC" of an RFC 3339 time. */
export function clockText(at: string): string {
  const instant = parseInstant(at);
  return instant === null ? at : `${formatInstant(instant).slice(11, 19)} UTC`;
}

export function percent(probability: number): string {
  if (probability < 0.01) return "< 1 %";
  return probability > 0.99 ? "> 99 %" : `${Math.round(probability * 100)} %`;
}
