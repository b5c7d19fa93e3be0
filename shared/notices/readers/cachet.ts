import { z } from "zod";
import {
  type FoundNotice,
  type Outcome,
  overallNotice,
  type Phase,
  type Reader,
  refused,
  type Status,
  worst,
} from "../found.ts";
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
import { firstTime, latest, readTime } from "../time.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * Cachet's API v1: incidents with codes 0 to 4, or components with codes 1 to 4. Its times carry no zone; they are taken as
 * UTC, the default of an installation. Its third version says the same in JSON:API, with objects for codes and times.
 */
export const cachet: Reader = {
  kind: "cachet",
  recognises: (body) => {
    const document = record(body);
    const [first] = Array.isArray(document?.data) ? document.data : [];
    const item = flat(first);
    const isList = record(record(document?.meta)?.pagination) !== null;
    return isList || (item !== null && "name" in item && ("human_status" in item || "status_name" in item));
  },
  read,
};

const Code = z.coerce.number().int();
const Document = z.object({ data: z.array(z.unknown()) });
const Update = z.object({ message: maybeText, created_at: maybeTime });
const Incident = z.object({
  id: Id,
  name: z.string(),
  status: Code,
  latest_status: Code.nullish().catch(null),
  human_status: z.string(),
  message: maybeText,
  scheduled_at: maybeTime,
  occurred_at: maybeTime,
  created_at: maybeTime,
  updated_at: maybeTime,
  permalink: maybeText,
  component: z.object({ name: z.string() }).nullish().catch(null),
  updates: maybeList,
});
const Component = z.object({ name: z.string(), status: Code, status_name: z.string(), updated_at: maybeTime });

const PHASE: readonly Phase[] = ["scheduled", "investigating", "identified", "monitoring", "resolved"];
const COMPONENT: readonly Status[] = [
  "operational",
  "operational",
  "degraded_performance",
  "partial_outage",
  "major_outage",
];

function read(body: unknown, { url }: { url: string | null }): Outcome {
  const parsed = Document.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const data = parsed.data.data.map((item) => flat(item) ?? item);
  const components = fitting(data, Component);
  if (data.length > 0 && components.length === data.length) return componentsOf(components, url);
  const { notices, complaints } = joinItems(
    readItems(data, { path: "data", schema: Incident, read: (incident) => noticeOf(incident, url) }),
  );
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  return { ok: true, reading: { kind: "cachet", page: null, coverage: "log", notices, complaints } };
}

/** A resource of JSON:API as the versions before wrote it; anything else as it is. */
function flat(item: unknown): Readonly<Record<string, unknown>> | null {
  const resource = record(item);
  const attributes = record(resource?.attributes);
  if (resource === null || attributes === null) return resource;
  const status = record(attributes.status);
  const time = (value: unknown) => record(value)?.string ?? value;
  return {
    ...attributes,
    id: resource.id,
    status: status?.value ?? attributes.status,
    [resource.type === "components" ? "status_name" : "human_status"]: status?.human ?? "",
    latest_status: undefined,
    created_at: time(attributes.created),
    updated_at: time(attributes.updated),
    occurred_at: time(attributes.occurred_at ?? attributes.occurred),
  };
}

function componentsOf(components: readonly z.infer<typeof Component>[], url: string | null): Outcome {
  const ill = components.filter(({ status }) => (COMPONENT[status] ?? "operational") !== "operational");
  const overall = overallNotice({
    link: webLink(/^https?:\/\/[^/]+/.exec(url ?? "")?.[0]),
    title: oneLine(ill.map(({ name, status_name }) => `${name}: ${status_name}`).join(", "), 300),
    status: worst(ill.map(({ status }) => COMPONENT[status] ?? "operational")),
    updatedAt: latest(ill.map(({ updated_at }) => readTime(updated_at))),
    components: names(ill.map(({ name }) => name)),
  });
  const notices = ill.length === 0 ? [] : [overall];
  return { ok: true, reading: { kind: "cachet", page: null, coverage: "open", notices, complaints: [] } };
}

function noticeOf(incident: z.infer<typeof Incident>, url: string | null): FoundNotice {
  const updates = fitting(incident.updates, Update);
  const newest = [...updates].sort((a, b) => (readTime(b.created_at) ?? 0) - (readTime(a.created_at) ?? 0)).at(0);
  const code = incident.latest_status ?? incident.status;
  const updatedAt = firstTime(newest?.created_at, incident.updated_at, incident.created_at);
  return {
    id: incident.id,
    link: webLink(incident.permalink, url),
    title: oneLine(incident.name, 300),
    words: plainText(newest?.message ?? incident.message ?? ""),
    status: incident.status === 0 ? "maintenance" : "degraded_performance",
    phase: PHASE[code] ?? null,
    startedAt: firstTime(incident.scheduled_at, incident.occurred_at, incident.created_at),
    saidAt: readTime(incident.created_at),
    updatedAt,
    resolvedAt: code === 4 ? updatedAt : null,
    endsAt: null,
    components: names([incident.component?.name]),
    locations: [],
  };
}
