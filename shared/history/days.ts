import { type Past, type Uptime, uptimeOf } from "../feed/uptime.ts";
import { formatInstant } from "../schema/instant.ts";

/** What each of the last days was like for a service: the uptime of each, and of all of them together. */

export const DAY_MS = 86_400_000;

export type Day = {
  /** "2026-01-31", in UTC. */
  readonly date: string;
  /** `unknown`: nobody was watching, or nobody could see. */
  readonly state: "up" | "degraded" | "down" | "unknown" | "maintenance";
  readonly downMs: number;
  readonly degradedMs: number;
};

export type Days = {
  /** The oldest first; the last is today, as far as it has come. */
  readonly days: readonly Day[];
  /** Share of the known time outside of any incident; `null` while nothing is known. */
  readonly up: number | null;
};

export function daysOf(past: Past, { now, count }: { now: number; count: number }): Days {
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const first = today - (count - 1) * DAY_MS;
  const days = Array.from({ length: count }, (_, index) => {
    const from = first + index * DAY_MS;
    return dayOf(uptimeOf(past, { from, to: Math.min(from + DAY_MS, now) }));
  });
  return { days, up: uptimeOf(past, { from: first, to: now }).up };
}

function dayOf({ from, ms, knownMs }: Uptime): Day {
  return {
    date: formatInstant(from).slice(0, 10),
    state: stateOf(ms, knownMs),
    downMs: ms.down,
    degradedMs: ms.degraded,
  };
}

function stateOf(ms: Uptime["ms"], knownMs: number): Day["state"] {
  if (ms.down > 0) return "down";
  if (ms.degraded > 0) return "degraded";
  if (knownMs > 0) return "up";
  return ms.maintenance > 0 ? "maintenance" : "unknown";
}
