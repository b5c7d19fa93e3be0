import type { Incident, State } from "../schema/index.ts";

/**
 * How much of a span a service was up, from the changes of its verdict, its incidents, planned work and the times at which
 * the network was watching at all. Time in which nobody could see it is no uptime and no downtime: it is left out, and so is
 * maintenance. Where two things hold at once, maintenance comes before unknown, and unknown before an incident.
 */

/** From a time to a time, the end excluded; milliseconds. */
export type Span = { readonly from: number; readonly to: number };

export type Uptime = Span & {
  readonly ms: Readonly<Record<State | "maintenance", number>>;
  /** Time that counts: up, degraded or down. */
  readonly knownMs: number;
  /** Share of it outside of any incident; `null` while nothing is known. */
  readonly up: number | null;
};

export type Past = {
  /** Changes of the verdict's state, oldest first; before the first of them nothing is known. */
  readonly changes: readonly { readonly at: number; readonly state: State }[];
  readonly incidents: readonly Incident[];
  readonly maintenance: readonly Span[];
  readonly watched: readonly Span[];
};

type Kind = keyof Uptime["ms"];

export function uptimeOf(past: Past, { from, to }: Span): Uptime {
  const kinds: readonly (readonly [Kind, readonly Span[]])[] = [
    ["maintenance", [...past.maintenance, ...incidentSpans(past.incidents, { to, muted: true })]],
    ["unknown", [...unknownSpans(past.changes, { from, to }), ...gapsBetween(past.watched, { from, to })]],
    [
      "down",
      incidentSpans(
        past.incidents.filter(({ state }) => state !== "degraded"),
        { to, muted: false },
      ),
    ],
    [
      "degraded",
      incidentSpans(
        past.incidents.filter(({ state }) => state === "degraded"),
        { to, muted: false },
      ),
    ],
  ];
  const ms: Record<Kind, number> = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0 };
  let taken: readonly Span[] = [];
  for (const [kind, spans] of kinds) {
    const union = merged([...taken, ...clipped(spans, { from, to })]);
    ms[kind] = lengthOf(union) - lengthOf(taken);
    taken = union;
  }
  ms.up = Math.max(0, to - from) - lengthOf(taken);
  const knownMs = ms.up + ms.degraded + ms.down;
  return { from, to, ms, knownMs, up: knownMs > 0 ? ms.up / knownMs : null };
}

/** The times between opening and end; of a maintenance's, or of all others. A suspicion is none. */
function incidentSpans(incidents: readonly Incident[], { to, muted }: { to: number; muted: boolean }): Span[] {
  return incidents.flatMap((incident) => {
    if (!("openedAt" in incident) || (incident.muted?.because === "maintenance") !== muted) return [];
    return [{ from: incident.openedAt, to: incident.phase === "resolved" ? incident.resolvedAt : to }];
  });
}

function unknownSpans(changes: Past["changes"], { from, to }: Span): Span[] {
  const [first] = changes;
  const spans = changes.flatMap(({ at, state }, index): Span[] =>
    state === "unknown" ? [{ from: at, to: changes[index + 1]?.at ?? to }] : [],
  );
  return [{ from, to: first?.at ?? to }, ...spans];
}

/** Where no span lies. */
function gapsBetween(spans: readonly Span[], { from, to }: Span): Span[] {
  const gaps: Span[] = [];
  let reached = from;
  for (const span of merged(spans)) {
    if (span.from > reached) gaps.push({ from: reached, to: span.from });
    reached = Math.max(reached, span.to);
  }
  return [...gaps, { from: reached, to }];
}

function clipped(spans: readonly Span[], { from, to }: Span): Span[] {
  return spans.map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }));
}

/** The same time as spans that neither touch nor overlap, in order. */
function merged(spans: readonly Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from), 0);
}
