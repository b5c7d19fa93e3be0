import { z } from "zod";
import { type FoundNotice, type Outcome, overallNotice, type Reader, refused, type Status, worst } from "../found.ts";
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
 * Heroku's current status: green, yellow or red per system, incidents with their updates, and what is scheduled. Its version
 * before had the systems as one object and called incidents issues.
 */
export const heroku: Reader = {
  kind: "heroku",
  recognises: (body) => {
    const document = record(body);
    const [first] = Array.isArray(document?.status) ? document.status : [];
    const isFormer = Array.isArray(document?.issues) && typeof record(document.status)?.Production === "string";
    const isCurrent =
      Array.isArray(document?.incidents) &&
      (typeof record(first)?.system === "string" || Array.isArray(document.scheduled));
    return isFormer || isCurrent;
  },
  read,
};

const System = z.object({ system: z.string(), status: z.string() });
const Update = z.object({
  contents: maybeText,
  created_at: maybeTime,
  update_type: maybeText,
  status_prod: maybeText,
  status_dev: maybeText,
});
const Incident = z.object({
  id: Id,
  title: z.string(),
  state: maybeText,
  resolved: z.boolean().nullish().catch(null),
  created_at: maybeTime,
  updated_at: maybeTime,
  resolved_at: maybeTime,
  scheduled_start_at: maybeTime,
  scheduled_end_at: maybeTime,
  full_url: maybeText,
  updates: maybeList,
});
type Incident = z.infer<typeof Incident>;
const Document = z.object({
  status: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
  incidents: maybeList,
  issues: maybeList,
  scheduled: maybeList,
});

const COLOUR: Readonly<Record<string, Status>> = {
  green: "operational",
  blue: "maintenance",
  yellow: "degraded_performance",
  orange: "partial_outage",
  red: "major_outage",
};

function read(body: unknown): Outcome {
  const parsed = Document.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { status, incidents, issues, scheduled } = parsed.data;
  const systems = Array.isArray(status)
    ? status
    : Object.entries(status).map(([system, colour]) => ({ system, status: colour }));
  const ill = fitting(systems, System).filter((system) => system.status !== "green");
  const of = (planned: boolean) => (incident: Incident) => noticeOf(incident, { planned, ill });
  const { notices, complaints } = joinItems(
    readItems(incidents ?? issues, { path: "incidents", schema: Incident, read: of(false) }),
    readItems(scheduled, { path: "scheduled", schema: Incident, read: of(true) }),
  );
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const link = "https://status.heroku.com/";
  const isSaid = ill.length === 0 || notices.some(({ phase }) => phase !== "resolved" && phase !== "scheduled");
  const title = ill.map((system) => `${system.system}: ${system.status}`).join(", ");
  const overall = isSaid
    ? []
    : [
        overallNotice({
          link,
          title,
          status: worstOf(ill),
          updatedAt: null,
          components: names(ill.map(({ system }) => system)),
        }),
      ];
  return {
    ok: true,
    reading: {
      kind: "heroku",
      page: { name: "Heroku", url: link },
      coverage: "open",
      notices: [...notices, ...overall],
      complaints,
    },
  };
}

function noticeOf(
  incident: Incident,
  { planned, ill }: { planned: boolean; ill: readonly z.infer<typeof System>[] },
): FoundNotice {
  const updates = fitting(incident.updates?.slice(0, UPDATES_MAX), Update);
  const times = updates.map(({ created_at }) => readTime(created_at));
  const newest = [...updates].sort((a, b) => (readTime(b.created_at) ?? 0) - (readTime(a.created_at) ?? 0)).at(0);
  const isResolved =
    incident.resolved === true || incident.state === "resolved" || readTime(incident.resolved_at) !== null;
  const words = plainText(newest?.contents ?? "");
  const updatedAt = latest(times) ?? firstTime(incident.updated_at, incident.created_at);
  const colours = updates.flatMap(({ status_prod, status_dev }) => [status_prod, status_dev]);
  const own = worst(colours.map((colour) => COLOUR[colour ?? ""] ?? "operational"));
  const tone = toneOf(words).phase;
  const open = phaseNamed(newest?.update_type ?? "") ?? (tone === "resolved" ? "monitoring" : tone) ?? "investigating";
  return {
    id: incident.id,
    link: webLink(incident.full_url) ?? `https://status.heroku.com/incidents/${incident.id}`,
    title: oneLine(incident.title, 300),
    words,
    status: planned ? "maintenance" : own !== "operational" ? own : worst(["degraded_performance", worstOf(ill)]),
    phase: isResolved ? "resolved" : planned ? "scheduled" : open,
    startedAt: firstTime(incident.scheduled_start_at, incident.created_at),
    saidAt: earliest([readTime(incident.created_at), ...times]),
    updatedAt,
    resolvedAt: isResolved ? (readTime(incident.resolved_at) ?? updatedAt) : null,
    endsAt: readTime(incident.scheduled_end_at),
    components: isResolved || planned ? [] : names(ill.map(({ system }) => system)),
    locations: [],
  };
}

function worstOf(systems: readonly z.infer<typeof System>[]): Status {
  return worst(systems.map(({ status }) => COLOUR[status] ?? "degraded_performance"));
}
