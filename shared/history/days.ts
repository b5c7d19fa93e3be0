import type { Incident } from "../schema/index.ts";
import { formatInstant } from "../schema/instant.ts";

/**
 * What each of the last days was like for a service, from its incidents. An incident counts from the first suspicion until
 * it was back (the rule that ends one waits some minutes more), and only when it was confirmed; one that nobody is told of,
 * for a maintenance or because a broader one explains it, counts in no statistic.
 */

const DAY_MS = 86_400_000;

export type Day = {
  /** "2026-01-31", in UTC. */
  readonly date: string;
  /** `unknown`: the service was not watched then. */
  readonly state: "up" | "degraded" | "down" | "unknown";
  readonly downMs: number;
  readonly degradedMs: number;
  /** Of the day that has been watched: less than a day for the first, and for today. */
  readonly watchedMs: number;
};

export function daysOf(
  incidents: readonly Incident[],
  { now, since, count }: { now: number; since: number | null; count: number },
): Day[] {
  const spans = incidents.flatMap((incident) => spanOf(incident, now) ?? []);
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  return Array.from({ length: count }, (_, index) => {
    const from = today - (count - 1 - index) * DAY_MS;
    const watchedFrom = Math.max(from, since ?? Number.POSITIVE_INFINITY);
    const to = Math.min(from + DAY_MS, now);
    const watchedMs = Math.max(0, to - watchedFrom);
    const within = (state: Span["state"]) =>
      spans
        .filter((span) => span.state === state)
        .reduce((sum, span) => sum + Math.max(0, Math.min(span.to, to) - Math.max(span.from, watchedFrom)), 0);
    const downMs = within("down");
    const degradedMs = within("degraded");
    const state = watchedMs === 0 ? "unknown" : downMs > 0 ? "down" : degradedMs > 0 ? "degraded" : "up";
    return { date: formatInstant(from).slice(0, 10), state, downMs, degradedMs, watchedMs };
  });
}

/** Share of the watched time in which it was not down; `null` where nothing was watched. */
export function uptimeOf(days: readonly Day[]): number | null {
  const watched = days.reduce((sum, { watchedMs }) => sum + watchedMs, 0);
  const down = days.reduce((sum, { downMs }) => sum + downMs, 0);
  return watched === 0 ? null : 1 - down / watched;
}

type Span = { readonly from: number; readonly to: number; readonly state: "down" | "degraded" };

function spanOf(incident: Incident, now: number): Span | null {
  if (incident.muted != null || incident.phase === "suspected" || incident.phase === "withdrawn") return null;
  if (incident.state !== "down" && incident.state !== "degraded") return null;
  return {
    from: incident.suspectedAt,
    to: incident.phase === "open" ? now : incident.recoveringAt,
    state: incident.state,
  };
}
