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
} from "../items.ts";
import { UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { oneLine, plainText } from "../words.ts";

/** status.io: everything is a code of hundreds, and what it calls containers are the places where a component runs. */
export const statusio: Reader = {
  kind: "statusio",
  recognises: (body) => {
    const result = record(record(body)?.result);
    return result !== null && ("status_overall" in result || Array.isArray(result.incidents));
  },
  read,
};

const Named = z.object({ name: z.string() });
const Message = z.object({
  details: maybeText,
  state: z.coerce.number().nullish().catch(null),
  status: z.coerce.number().nullish().catch(null),
  datetime: maybeTime,
});
type Message = z.infer<typeof Message>;
const Incident = z.object({
  _id: Id,
  name: z.string(),
  datetime_open: maybeTime,
  datetime_resolved: maybeTime,
  datetime_planned_start: maybeTime,
  datetime_planned_end: maybeTime,
  messages: maybeList,
  components_affected: maybeList,
  containers_affected: maybeList,
});
type Incident = z.infer<typeof Incident>;
const Component = z.object({ name: z.string(), status_code: z.number(), containers: maybeList });
const Document = z.object({
  result: z.object({
    status_overall: z
      .object({ updated: maybeTime, status: z.string().catch(""), status_code: z.number() })
      .nullish()
      .catch(null),
    status: maybeList,
    incidents: maybeList,
    maintenance: z.object({ active: maybeList, upcoming: maybeList }).nullish().catch(null),
  }),
});

/** https://kb.status.io/developers/public-status-api/ */
const STATUS: Readonly<Record<number, Status>> = {
  100: "operational",
  200: "maintenance",
  300: "degraded_performance",
  400: "partial_outage",
  500: "major_outage",
  600: "degraded_performance",
};
const STATE: Readonly<Record<number, Phase>> = {
  100: "investigating",
  200: "identified",
  300: "monitoring",
  400: "resolved",
};

function read(body: unknown, { url }: { url: string | null }): Outcome {
  const parsed = Document.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { status_overall, status, incidents, maintenance } = parsed.data.result;
  const link = /^https?:\/\/(?!api\.status\.io)[^/]+/.exec(url ?? "")?.[0] ?? null;
  const of = (phase: Phase | null) => (incident: Incident) => noticeOf(incident, { phase, link });
  const { notices, complaints } = joinItems(
    readItems(incidents, { path: "result.incidents", schema: Incident, read: of(null) }),
    readItems(maintenance?.active, { path: "result.maintenance.active", schema: Incident, read: of("in_progress") }),
    readItems(maintenance?.upcoming, { path: "result.maintenance.upcoming", schema: Incident, read: of("scheduled") }),
  );
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const said = STATUS[status_overall?.status_code ?? 100] ?? "operational";
  const ill = fitting(status, Component).filter(
    (part) => (STATUS[part.status_code] ?? "operational") !== "operational",
  );
  const isSaid = said === "operational" || notices.some(({ phase }) => phase !== "scheduled");
  const overall = isSaid
    ? []
    : [
        overallNotice({
          link,
          title: oneLine(status_overall?.status ?? "", 300),
          status: said,
          updatedAt: readTime(status_overall?.updated),
          components: names(ill.map(({ name }) => name)),
        }),
      ];
  return {
    ok: true,
    reading: { kind: "statusio", page: null, coverage: "open", notices: [...notices, ...overall], complaints },
  };
}

/** `phase`: of a maintenance, by the list that it stands in; `null` for an incident. */
function noticeOf(incident: Incident, { phase, link }: { phase: Phase | null; link: string | null }): FoundNotice {
  const messages = fitting(incident.messages?.slice(0, UPDATES_MAX), Message);
  const times = messages.map(({ datetime }) => readTime(datetime));
  const newest = newestOf(messages);
  const resolvedAt = readTime(incident.datetime_resolved);
  const own = resolvedAt === null ? (STATE[newest?.state ?? 0] ?? "investigating") : "resolved";
  return {
    id: incident._id,
    link: link === null ? null : `${link}/pages/incident/${incident._id}`,
    title: oneLine(incident.name, 300),
    words: plainText(newest?.details ?? ""),
    status: phase === null ? statusOf(messages, newest) : "maintenance",
    phase: phase ?? own,
    startedAt:
      phase === null
        ? readTime(incident.datetime_open)
        : firstTime(incident.datetime_planned_start, incident.datetime_open),
    saidAt: earliest([readTime(incident.datetime_open), ...times]),
    updatedAt: latest(times) ?? readTime(incident.datetime_open),
    resolvedAt,
    endsAt: readTime(incident.datetime_planned_end),
    components: names(fitting(incident.components_affected, Named).map(({ name }) => name)),
    locations: names(fitting(incident.containers_affected, Named).map(({ name }) => name)),
  };
}

/** The latest word counts, unless it already calls all well: then how bad it was. */
function statusOf(messages: readonly Message[], newest: Message | null): Status {
  const now = STATUS[newest?.status ?? 100] ?? "operational";
  return now === "operational" ? worst(messages.map(({ status }) => STATUS[status ?? 100] ?? "operational")) : now;
}

function newestOf(messages: readonly Message[]): Message | null {
  return messages.reduce<Message | null>(
    (newest, message) =>
      newest === null || (readTime(message.datetime) ?? 0) >= (readTime(newest.datetime) ?? 0) ? message : newest,
    null,
  );
}
