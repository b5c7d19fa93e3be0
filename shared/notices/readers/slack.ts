import { z } from "zod";
import type { FoundNotice, Outcome, Reader, Status } from "../found.ts";
import { refused } from "../found.ts";
import {
  complaint,
  fitting,
  Id,
  joinItems,
  maybeList,
  maybeText,
  maybeTime,
  names,
  readItems,
  record,
  webLink,
} from "../items.ts";
import { UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { phaseNamed, toneOf } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * Slack: what is active now, or the history. It names no phase but "active": the latest note tells how far they are. Its first
 * version was one incident, or none.
 */
export const slack: Reader = {
  kind: "slack",
  recognises: (body) => {
    const document = record(body);
    const isCurrent = Array.isArray(document?.active_incidents);
    const isQuiet = document?.status === "ok" && "date_created" in document && "date_updated" in document;
    return isCurrent || isQuiet || (listOf(body)?.some(looksLikeOne) ?? false);
  },
  read,
};

const Note = z.object({ date_created: maybeTime, body: maybeText });
const Incident = z.object({
  id: Id.nullish().catch(null),
  title: z.string(),
  type: maybeText,
  status: maybeText,
  url: maybeText,
  date_created: maybeTime,
  date_updated: maybeTime,
  services: maybeList,
  notes: maybeList,
});
const Current = z.object({ active_incidents: z.array(z.unknown()).default([]) });

const TYPE: Readonly<Record<string, Status>> = {
  outage: "major_outage",
  incident: "partial_outage",
  notice: "degraded_performance",
  maintenance: "maintenance",
};

function looksLikeOne(item: unknown): boolean {
  const incident = record(item);
  return incident !== null && "title" in incident && "notes" in incident && "date_created" in incident;
}

function listOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body;
  return looksLikeOne(body) ? [body] : null;
}

function read(body: unknown): Outcome {
  const list = listOf(body);
  const current = list === null ? Current.safeParse(body, { reportInput: true }) : null;
  if (current !== null && !current.success) return refused(complaint(current.error, "the document"));
  const { notices, complaints } = joinItems(
    readItems(list ?? current?.data?.active_incidents, {
      path: list === null ? "active_incidents" : "",
      schema: Incident,
      read: noticeOf,
    }),
  );
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const page = { name: "Slack", url: "https://slack-status.com/" };
  return { ok: true, reading: { kind: "slack", page, coverage: list === null ? "open" : "log", notices, complaints } };
}

function noticeOf(incident: z.infer<typeof Incident>): FoundNotice {
  const notes = fitting(incident.notes?.slice(0, UPDATES_MAX), Note);
  const times = notes.map(({ date_created }) => readTime(date_created));
  const newest = [...notes].sort((a, b) => (readTime(b.date_created) ?? 0) - (readTime(a.date_created) ?? 0)).at(0);
  const words = plainText(newest?.body ?? "");
  const said = incident.status === "active" ? null : phaseNamed(incident.status ?? "");
  const tone = toneOf(words).phase;
  const updatedAt = latest(times) ?? firstTime(incident.date_updated, incident.date_created);
  return {
    id: incident.id ?? incident.url ?? `${incident.title}@${incident.date_created ?? ""}`,
    link: webLink(incident.url),
    title: oneLine(incident.title, 300),
    words,
    status: TYPE[incident.type ?? ""] ?? "degraded_performance",
    // While it is listed as active, a note that sounds like the end means that they watch it.
    phase: said ?? (tone === "resolved" ? "monitoring" : (tone ?? "investigating")),
    startedAt: readTime(incident.date_created),
    saidAt: earliest([readTime(incident.date_created), ...times]),
    updatedAt,
    resolvedAt: said === "resolved" ? (readTime(incident.date_updated) ?? updatedAt) : null,
    endsAt: null,
    components: names((incident.services ?? []).map((service) => (typeof service === "string" ? service : null))),
    locations: [],
  };
}
