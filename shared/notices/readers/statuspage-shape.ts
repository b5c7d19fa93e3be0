import { z } from "zod";
import type { FoundNotice, Phase, Status } from "../found.ts";
import { worst } from "../found.ts";
import { fitting, Id, maybeList, maybeText, maybeTime, names, record, webLink } from "../items.ts";
import { UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { phaseNamed } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * One incident or maintenance as Atlassian Statuspage and those who speak its dialect write it. Four traps: `started_at` and
 * `display_at` may lie days before the first word (an incident written up later), updates come in any order, `impact` "none"
 * says that nobody is affected unless a component says more, and a postmortem is an update long after the end.
 */

const Update = z.object({
  status: maybeText,
  body: maybeText,
  created_at: maybeTime,
  display_at: maybeTime,
  affected_components: maybeList,
  affected: maybeList,
});
type Update = z.infer<typeof Update>;

export const Incident = z.object({
  id: Id,
  name: z.string(),
  /** The last word of the last update, in archives that leave it out here. */
  status: maybeText,
  last_status: maybeText,
  impact: maybeText,
  impact_override: maybeText,
  created_at: maybeTime,
  started_at: maybeTime,
  updated_at: maybeTime,
  resolved_at: maybeTime,
  scheduled_for: maybeTime,
  scheduled_until: maybeTime,
  shortlink: maybeText,
  url: maybeText,
  components: maybeList,
  incident_updates: maybeList,
  updates: maybeList,
});
export type Incident = z.infer<typeof Incident>;

const Named = z.object({ name: z.string(), status: maybeText });
const Affected = z.object({ code: Id, name: z.string(), new_status: maybeText, old_status: maybeText });

/** `null` for an incident that has neither a status nor a time: then it is none. */
export function readIncident(
  incident: Incident,
  { planned, pageUrl }: { planned: boolean; pageUrl: string | null },
): FoundNotice | null {
  const updates = fitting((incident.incident_updates ?? incident.updates)?.slice(0, UPDATES_MAX), Update);
  const last = lastOf(updates);
  const saidAt = earliest([readTime(incident.created_at), ...updates.map(({ created_at }) => readTime(created_at))]);
  const startedAt = firstTime(incident.started_at, earliest(updates.map(shownAt)), incident.created_at);
  const resolvedAt = readTime(incident.resolved_at);
  const phase = phaseOf(incident.status ?? incident.last_status ?? last?.status ?? null, resolvedAt);
  const spokenAt = latest(updates.filter(isPlain).map(({ created_at }) => readTime(created_at)));
  const updatedAt =
    spokenAt === null
      ? firstTime(incident.updated_at, incident.created_at, incident.started_at)
      : latest([spokenAt, resolvedAt]);
  if (phase === null && updatedAt === null) return null;
  const isPlanned = planned || incident.impact === "maintenance" || readTime(incident.scheduled_for) !== null;
  const over = phase === "resolved" ? (resolvedAt ?? endOf(updates) ?? updatedAt) : null;
  const affected = updates.flatMap((update) => fitting(update.affected_components, Affected));
  return {
    id: incident.id,
    link: webLink(incident.shortlink ?? incident.url, pageUrl),
    title: oneLine(incident.name, 300),
    words: plainText(last?.body ?? ""),
    status: isPlanned ? "maintenance" : statusOf(incident, affected),
    phase,
    startedAt: isPlanned ? firstTime(incident.scheduled_for, incident.started_at) : startedAt,
    saidAt,
    updatedAt,
    resolvedAt: over,
    endsAt: isPlanned ? readTime(incident.scheduled_until) : null,
    components: componentsOf(incident, affected),
    locations: [],
  };
}

export const IMPACT: Readonly<Record<string, Status>> = {
  none: "operational",
  minor: "degraded_performance",
  major: "partial_outage",
  critical: "major_outage",
  maintenance: "maintenance",
};

/** The states of a component, in the dialects that were seen. */
export const COMPONENT: Readonly<Record<string, Status>> = {
  operational: "operational",
  degraded_performance: "degraded_performance",
  degraded: "degraded_performance",
  partial_outage: "partial_outage",
  major_outage: "major_outage",
  full_outage: "major_outage",
  under_maintenance: "maintenance",
  maintenance: "maintenance",
};

function statusOf(
  { impact, impact_override, components }: Incident,
  affected: readonly z.infer<typeof Affected>[],
): Status {
  const said = IMPACT[impact_override ?? impact ?? ""];
  if (said !== undefined && said !== "operational") return said;
  const states = [
    ...fitting(components, Named).map(({ status }) => status),
    ...affected.map(({ new_status }) => new_status),
  ];
  return worst(states.flatMap((state) => COMPONENT[state ?? ""] ?? []).filter((state) => state !== "maintenance"));
}

function componentsOf({ components }: Incident, affected: readonly z.infer<typeof Affected>[]): string[] {
  const listed = (components ?? []).map((item) =>
    typeof item === "string" ? item : fitting([item], Named).at(0)?.name,
  );
  return names(listed.some((name) => name !== undefined) ? listed : affected.map(({ name }) => name));
}

function phaseOf(status: string | null, resolvedAt: number | null): Phase | null {
  const phase = status === null ? null : phaseNamed(status);
  return phase ?? (resolvedAt === null ? null : "resolved");
}

/** The newest update by its own time; where they have none, the first, for pages list the newest first. */
function lastOf(updates: readonly Update[]): Update | null {
  const plain = updates.filter(isPlain);
  const candidates = plain.length > 0 ? plain : updates;
  return candidates.reduce<Update | null>(
    (newest, update) =>
      newest === null || (readTime(update.created_at) ?? 0) > (readTime(newest.created_at) ?? 0) ? update : newest,
    null,
  );
}

function isPlain({ status }: Update): boolean {
  return status !== "postmortem";
}

function shownAt({ display_at, created_at }: Update): number | null {
  return firstTime(display_at, created_at);
}

function endOf(updates: readonly Update[]): number | null {
  return earliest(updates.filter(({ status }) => status === "resolved" || status === "completed").map(shownAt));
}

export function looksLikeIncident(item: unknown): boolean {
  const incident = record(item);
  return (
    incident !== null &&
    "id" in incident &&
    "name" in incident &&
    ("incident_updates" in incident || ("impact" in incident && ("status" in incident || "updates" in incident)))
  );
}
