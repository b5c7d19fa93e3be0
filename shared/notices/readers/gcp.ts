import { z } from "zod";
import type { FoundNotice, Outcome, Phase, Reader, Status } from "../found.ts";
import { refused } from "../found.ts";
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
  webLink,
} from "../items.ts";
import { UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * Google Cloud's and Google Workspace's incidents.json: a list of all incidents, newest first, with the locations as ids of
 * regions. `end` tells that one is over; a latest word of "available" before that means that it is being watched.
 */
export const gcp: Reader = {
  kind: "gcp",
  recognises: (body) => isListOf(listOf(body), looksLikeOne),
  read,
};

const Place = z.object({ id: z.string(), title: maybeText });
const Product = z.object({ title: z.string() });
const Update = z.object({ when: maybeTime, created: maybeTime, text: maybeText, status: maybeText });
const Incident = z.object({
  id: Id.nullish().catch(null),
  number: Id.nullish().catch(null),
  begin: z.union([z.string(), z.number()]),
  created: maybeTime,
  end: maybeTime,
  modified: maybeTime,
  external_desc: z.string(),
  severity: maybeText,
  status_impact: maybeText,
  uri: maybeText,
  service_name: maybeText,
  affected_products: maybeList,
  currently_affected_locations: maybeList,
  previously_affected_locations: maybeList,
  most_recent_update: Update.nullish().catch(null),
  updates: maybeList,
});
type Incident = z.infer<typeof Incident>;

const DASHBOARD = "https://status.cloud.google.com/";

const IMPACT: Readonly<Record<string, Status>> = {
  SERVICE_OUTAGE: "major_outage",
  SERVICE_DISRUPTION: "partial_outage",
  SERVICE_INFORMATION: "degraded_performance",
};
/** Of incidents older than the impact. */
const SEVERITY: Readonly<Record<string, Status>> = {
  high: "major_outage",
  medium: "partial_outage",
  low: "degraded_performance",
};

function looksLikeOne(item: unknown): boolean {
  const incident = record(item);
  return incident !== null && "begin" in incident && "external_desc" in incident;
}

function listOf(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body;
  return looksLikeOne(body) ? [body] : null;
}

function read(body: unknown, { url }: { url: string | null }): Outcome {
  const list = listOf(body);
  if (list === null) return refused("the document must be a list of incidents; received something else");
  const base = url ?? DASHBOARD;
  const { notices, complaints } = joinItems(
    readItems(list, { path: "", schema: Incident, read: (incident) => noticeOf(incident, base) }),
  );
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const name = base.includes("appsstatus") ? "Google Workspace" : "Google Cloud";
  return {
    ok: true,
    reading: { kind: "gcp", page: { name, url: webLink(base) }, coverage: "log", notices, complaints },
  };
}

function noticeOf(incident: Incident, base: string): FoundNotice {
  const updates = fitting(incident.updates?.slice(0, UPDATES_MAX), Update);
  const at = (update: z.infer<typeof Update>) => firstTime(update.when, update.created);
  const recent =
    incident.most_recent_update ??
    updates.reduce<z.infer<typeof Update> | null>(
      (newest, update) => (newest === null || (at(update) ?? 0) > (at(newest) ?? 0) ? update : newest),
      null,
    );
  const endedAt = readTime(incident.end);
  const phase: Phase = endedAt !== null ? "resolved" : recent?.status === "AVAILABLE" ? "monitoring" : "investigating";
  const current = fitting(incident.currently_affected_locations, Place);
  const places = current.length > 0 ? current : fitting(incident.previously_affected_locations, Place);
  const products = fitting(incident.affected_products, Product).map(({ title }) => title);
  return {
    id: incident.id ?? incident.number ?? String(incident.begin),
    link: webLink(incident.uri?.replace(/^\/(?=incident)/, ""), base),
    title: oneLine(incident.external_desc.replaceAll("**", ""), 300),
    words: plainText(recent?.text ?? incident.external_desc),
    status: IMPACT[incident.status_impact ?? ""] ?? SEVERITY[incident.severity ?? ""] ?? "degraded_performance",
    phase,
    startedAt: readTime(incident.begin),
    saidAt: firstTime(incident.created, earliest(updates.map(at))),
    updatedAt:
      latest([...updates.map(at), recent === null ? null : at(recent)]) ?? firstTime(incident.modified, incident.begin),
    resolvedAt: endedAt,
    endsAt: null,
    components: names(products.length > 0 ? products : [incident.service_name]),
    locations: names(places.map(({ id }) => id)),
  };
}
