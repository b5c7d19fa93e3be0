import { z } from "zod";
import type { FoldEvent, Notice } from "../../../../shared/schema/index.ts";
import { Instant } from "../../../../shared/schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../../../../shared/schema/limits.ts";
import { id } from "../../../support/timeline.ts";
import type { Sites, Span } from "./hold.ts";
import { Row } from "./row.ts";
import { slugs } from "./slugs.ts";
import { type Recording, recordingOf } from "./upptime.ts";

/** A real outage: what watched sites answered six hours around it, and what the operator's page said meanwhile. */

export type Replay = Recording & {
  /** When the outage was, by the operator's account; approximate. */
  readonly outage: Span;
  /** The operator's page, as notices about every watched site, for all of them were behind it. */
  readonly notices: readonly Extract<FoldEvent, { type: "notice" }>[];
};

const Impact = z.enum(["none", "minor", "major", "critical"]);
const Captured = z.object({
  incident: z.string(),
  public_start: Instant,
  public_end: Instant,
  sites: z.record(
    z.string(),
    z.object({
      state_before: z.object({ at: Instant, status: Row.shape.status }).nullish(),
      rows: z.array(Row.extend({ at: Instant })),
    }),
  ),
  official_feed: z.array(
    z.object({
      name: z.string(),
      impacts: z.array(Impact),
      updates: z.array(
        z.object({ at: Instant, status: z.enum(["investigating", "identified", "monitoring", "resolved"]) }),
      ),
    }),
  ),
});
type Captured = z.infer<typeof Captured>;

const AROUND_MS = 6 * 3_600_000;
const INTERVAL_MS = 60_000;

export function replayOf(json: unknown): Replay {
  const captured = Captured.parse(json);
  const outage = { from: captured.public_start, to: captured.public_end };
  const span = { from: outage.from - AROUND_MS, to: outage.to + AROUND_MS };
  const sites = sitesOf(captured, span.to);
  const recording = recordingOf({ name: captured.incident, sites, intervalMs: INTERVAL_MS, span });
  const notices = noticesOf(captured, Object.keys(sites));
  return {
    ...recording,
    outage,
    notices,
    events: (part = span) =>
      merge(
        recording.events(part),
        notices.filter(({ at }) => at >= part.from && at < part.to),
      ),
  };
}

/** The state before counts where no row says it, and the last state holds to the end of what was captured. */
function sitesOf({ sites }: Captured, end: number): Sites {
  const slugOf = slugs();
  return Object.fromEntries(
    Object.entries(sites).map(([name, { state_before: before, rows }]) => {
      const isTold = before == null || rows.some(({ at }) => at <= before.at);
      const known = isTold ? rows : [{ ...before, code: 0, ms: 0 }, ...rows];
      const last = known.at(-1);
      return [slugOf(name), last === undefined ? [] : [...known, { ...last, at: end, ms: 0 }]];
    }),
  );
}

const STATUS_OF_IMPACT = {
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
} as const satisfies Partial<Record<z.infer<typeof Impact>, Notice["status"]>>;

/** Incidents of minor impact are passed over: on that day it was the support portal, which is not what the sites use. */
function noticesOf({ official_feed }: Captured, services: readonly string[]): Replay["notices"] {
  const posted = official_feed.flatMap(({ name, impacts, updates }) => {
    const impact = impacts.at(-1);
    if (impact !== "major" && impact !== "critical") return [];
    return updates.map(({ at, status: phase }) => ({ name, at, phase, status: STATUS_OF_IMPACT[impact] }));
  });
  return posted
    .sort((one, other) => one.at - other.at)
    .flatMap(({ name, at, phase, status }) =>
      services.map((service) => ({
        type: "notice" as const,
        service: id(service),
        source: "statuspage",
        status: phase === "resolved" ? ("operational" as const) : status,
        phase,
        title: name.slice(0, SENTENCE_MAX_CHARS),
        at,
      })),
    );
}

/** Both in the order of time already. */
function* merge(looks: Iterable<FoldEvent>, notices: readonly FoldEvent[]): Generator<FoldEvent> {
  let next = 0;
  for (const look of looks) {
    for (let notice = notices[next]; notice !== undefined && notice.at <= look.at; notice = notices[++next])
      yield notice;
    yield look;
  }
  yield* notices.slice(next);
}
