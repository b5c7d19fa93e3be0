import { z } from "zod";
import type { FoundNotice, Outcome, Phase, Reader, Status } from "../found.ts";
import { refused, worst } from "../found.ts";
import {
  fitting,
  Id,
  isListOf,
  joinItems,
  maybeList,
  maybeText,
  maybeTime,
  names,
  readItems,
  record,
} from "../items.ts";
import { UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { toneOf } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * Salesforce Trust: its incidents, which name the instances they touch, or its instances, each with the incidents that touch
 * it. An instance stands in a part of the world; one incident on many instances is told once, with all of their places.
 */
export const salesforce: Reader = {
  kind: "salesforce",
  recognises: (body) => Array.isArray(body) && isListOf(body, (item) => isInstance(item) || isIncident(item)),
  read,
};

const Impact = z.object({ startTime: maybeTime, endTime: maybeTime, type: maybeText, severity: maybeText });
const Event = z.object({ message: maybeText, createdAt: maybeTime, type: maybeText });
const Incident = z.object({
  id: Id,
  additionalInformation: maybeText,
  message: z.unknown().optional(),
  status: maybeText,
  isCore: z.boolean().nullish().catch(null),
  createdAt: maybeTime,
  updatedAt: maybeTime,
  instanceKeys: maybeList,
  serviceKeys: maybeList,
  IncidentImpacts: maybeList,
  IncidentEvents: maybeList,
});
type Incident = z.infer<typeof Incident>;
const Maintenance = z.object({
  id: Id,
  name: maybeText,
  message: z.unknown().optional(),
  plannedStartTime: maybeTime,
  plannedEndTime: maybeTime,
  createdAt: maybeTime,
  updatedAt: maybeTime,
});
const Instance = z.object({
  key: z.string(),
  location: maybeText,
  Incidents: maybeList,
  Maintenances: maybeList,
});

const PAGE = "https://status.salesforce.com";

function isInstance(item: unknown): boolean {
  const instance = record(item);
  return instance !== null && "key" in instance && "Incidents" in instance;
}

function isIncident(item: unknown): boolean {
  const incident = record(item);
  return incident !== null && "id" in incident && ("IncidentImpacts" in incident || "instanceKeys" in incident);
}

function read(body: unknown): Outcome {
  if (!Array.isArray(body))
    return refused("the document must be a list of incidents or instances; received something else");
  const instances = fitting(body, Instance);
  const direct = readItems(body.filter(isIncident), {
    path: "",
    schema: Incident,
    read: (incident) => noticeOf(incident, []),
  });
  const within = instances.map(({ key, location, Incidents, Maintenances }) => {
    const places = names([location, key]);
    return joinItems(
      readItems(Incidents, {
        path: `${key}.Incidents`,
        schema: Incident,
        read: (incident) => noticeOf(incident, places),
      }),
      readItems(Maintenances, {
        path: `${key}.Maintenances`,
        schema: Maintenance,
        read: (work) => plannedOf(work, places),
      }),
    );
  });
  const { notices, complaints } = joinItems(direct, ...within);
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const page = { name: "Salesforce", url: PAGE };
  return { ok: true, reading: { kind: "salesforce", page, coverage: "open", notices: joined(notices), complaints } };
}

/** One notice per incident, with the places of all. */
function joined(notices: readonly FoundNotice[]): FoundNotice[] {
  const byId = new Map<string, FoundNotice>();
  for (const notice of notices) {
    const known = byId.get(notice.id);
    byId.set(
      notice.id,
      known === undefined ? notice : { ...known, locations: names([...known.locations, ...notice.locations]) },
    );
  }
  return [...byId.values()];
}

function noticeOf(incident: Incident, places: readonly string[]): FoundNotice {
  const impacts = fitting(incident.IncidentImpacts, Impact);
  const events = fitting(incident.IncidentEvents?.slice(0, UPDATES_MAX), Event);
  const times = events.map(({ createdAt }) => readTime(createdAt));
  const newest = [...events].sort((a, b) => (readTime(b.createdAt) ?? 0) - (readTime(a.createdAt) ?? 0)).at(0);
  const words = plainText(newest?.message ?? incident.additionalInformation ?? sentenceIn(incident.message) ?? "");
  const ends = impacts.map(({ endTime }) => readTime(endTime));
  const endedAt = impacts.length > 0 && ends.every((end) => end !== null) ? latest(ends) : null;
  const isOver = endedAt !== null || /resolved/i.test(incident.status ?? "");
  const tone = toneOf(words).phase;
  const phase: Phase = isOver ? "resolved" : tone === null || tone === "resolved" ? "investigating" : tone;
  const services = (incident.serviceKeys ?? []).map((key) => (typeof key === "string" ? key : null));
  const instances = (incident.instanceKeys ?? []).map((key) => (typeof key === "string" ? key : null));
  return {
    id: incident.id,
    link: `${PAGE}/incidents/${encodeURIComponent(incident.id)}`,
    title: oneLine(sentenceIn(incident.message) ?? (words || `Incident ${incident.id}`), 300),
    words,
    status: worst(["degraded_performance", ...impacts.map(statusOf)]),
    phase,
    startedAt: earliest(impacts.map(({ startTime }) => readTime(startTime))) ?? readTime(incident.createdAt),
    saidAt: earliest([readTime(incident.createdAt), ...times]),
    updatedAt: latest([...times, readTime(incident.updatedAt)]) ?? readTime(incident.createdAt),
    resolvedAt: isOver ? (endedAt ?? readTime(incident.updatedAt)) : null,
    endsAt: null,
    components: names(services),
    locations: names([...places, ...instances]),
  };
}

function plannedOf(work: z.infer<typeof Maintenance>, places: readonly string[]): FoundNotice {
  return {
    id: work.id,
    link: `${PAGE}/maintenances/${encodeURIComponent(work.id)}`,
    title: oneLine(work.name ?? sentenceIn(work.message) ?? `Maintenance ${work.id}`, 300),
    words: plainText(sentenceIn(work.message) ?? ""),
    status: "maintenance",
    phase: "scheduled",
    startedAt: readTime(work.plannedStartTime),
    saidAt: readTime(work.createdAt),
    updatedAt: firstTime(work.updatedAt, work.createdAt),
    resolvedAt: null,
    endsAt: readTime(work.plannedEndTime),
    components: [],
    locations: [...places],
  };
}

function statusOf({ type, severity }: z.infer<typeof Impact>): Status {
  const word = `${severity ?? ""} ${type ?? ""}`.toLowerCase();
  if (word.includes("major")) return "major_outage";
  return word.includes("disruption") || word.includes("outage") ? "partial_outage" : "degraded_performance";
}

/** Its messages are objects of sentences; the path to one differs by age. */
function sentenceIn(message: unknown): string | null {
  if (typeof message === "string") return message === "" ? null : message;
  const parts = record(message);
  if (parts === null) return null;
  const texts = Object.values(parts).filter((part) => typeof part === "string" && part !== "");
  return typeof texts[0] === "string" ? texts[0] : null;
}
