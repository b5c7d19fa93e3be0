import type { Incident, OfficialLag, PublishedNotice } from "../schema/index.ts";
import { LAG_INCIDENTS, LAG_SPAN_MS } from "./limits.ts";

/**
 * How late the vendor's first word is: minutes from our opening of an incident to the first notice that is about it, below
 * zero where the vendor was first. A notice is taken to be about an incident when its first word falls into it or shortly
 * around it; planned work is none, and neither is an incident that nobody was told of.
 */
export function officialLag(
  incidents: readonly Incident[],
  notices: readonly Pick<PublishedNotice, "saidAt" | "resolvedAt" | "status">[],
  now: number,
): OfficialLag {
  const opened = incidents
    .flatMap((incident) => spanOf(incident) ?? [])
    .sort((a, b) => b.openedAt - a.openedAt)
    .slice(0, LAG_INCIDENTS);
  const lags = opened.map(({ incident, openedAt, endedAt }) => {
    const said = firstWord(notices, { openedAt, endedAt: endedAt ?? now });
    return { incident, openedAt, endedAt, minutes: said === null ? null : tenths((said - openedAt) / 60_000) };
  });
  const measured = lags.flatMap(({ minutes }) => minutes ?? []);
  return {
    medianMinutes: median(measured),
    said: measured.length,
    // Of one that goes on the vendor may yet say something.
    unsaid: lags.filter(
      ({ minutes, endedAt }) => minutes === null && endedAt !== null && endedAt + LAG_SPAN_MS.after < now,
    ).length,
    incidents: lags.map(({ incident, openedAt, minutes }) => ({ incident, openedAt, minutes })),
  };
}

type Span = { readonly incident: string; readonly openedAt: number; readonly endedAt: number | null };

function spanOf(incident: Incident): Span | null {
  if (incident.muted != null || incident.phase === "suspected" || incident.phase === "withdrawn") return null;
  const endedAt = incident.phase === "resolved" ? incident.resolvedAt : null;
  return { incident: incident.id, openedAt: incident.openedAt, endedAt };
}

function firstWord(
  notices: readonly Pick<PublishedNotice, "saidAt" | "resolvedAt" | "status">[],
  { openedAt, endedAt }: { openedAt: number; endedAt: number },
): number | null {
  let first: number | null = null;
  for (const { saidAt, resolvedAt, status } of notices) {
    if (saidAt === null || status === "maintenance") continue;
    const isNear = saidAt >= openedAt - LAG_SPAN_MS.before && saidAt <= endedAt + LAG_SPAN_MS.after;
    // What was over before ours began was another trouble.
    const isStill = resolvedAt === null || resolvedAt >= openedAt;
    if (isNear && isStill) first = Math.min(first ?? saidAt, saidAt);
  }
  return first;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : tenths(((sorted[middle - 1] ?? upper) + upper) / 2);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
