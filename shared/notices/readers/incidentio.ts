import { z } from "zod";
import { type FoundNotice, type Outcome, type Reader, refused, type Status } from "../found.ts";
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
import { firstTime, readTime } from "../time.ts";
import { phaseNamed } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";
import { isPageDocument, readStatuspage } from "./statuspage.ts";
import { COMPONENT } from "./statuspage-shape.ts";

/** incident.io: its own widget, or Statuspage's documents, where the page has one of its 26-character ids. */
export const incidentio: Reader = {
  kind: "incidentio",
  recognises: (body) => isWidget(body) || (isPageDocument(body) && hasUlid(body)),
  read: (body, { url }) => (isWidget(body) ? readWidget(body) : readStatuspage(body, "incidentio", url)),
};

const Widget = z.object({
  page_title: z.string().catch(""),
  page_url: maybeText,
  ongoing_incidents: z.array(z.unknown()),
  in_progress_maintenances: maybeList,
  scheduled_maintenances: maybeList,
});
const Item = z.object({
  id: Id,
  name: z.string(),
  status: maybeText,
  url: maybeText,
  last_update_at: maybeTime,
  last_update_message: maybeText,
  current_worst_impact: maybeText,
  affected_components: maybeList,
  started_at: maybeTime,
  starts_at: maybeTime,
  ends_at: maybeTime,
  scheduled_end_at: maybeTime,
});
const Component = z.object({ name: z.string(), group_name: maybeText });

function isWidget(body: unknown): boolean {
  return Array.isArray(record(body)?.ongoing_incidents);
}

function hasUlid(body: unknown): boolean {
  const id = record(record(body)?.page)?.id;
  return typeof id === "string" && /^[0-9A-HJKMNP-TV-Z]{26}$/i.test(id);
}

function readWidget(body: unknown): Outcome {
  const parsed = Widget.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { page_title, page_url, ongoing_incidents, in_progress_maintenances, scheduled_maintenances } = parsed.data;
  const read = (planned: boolean) => (item: z.infer<typeof Item>) =>
    noticeOf(item, { planned, pageUrl: webLink(page_url) });
  const { notices, complaints } = joinItems(
    readItems(ongoing_incidents, { path: "ongoing_incidents", schema: Item, read: read(false) }),
    readItems(in_progress_maintenances, { path: "in_progress_maintenances", schema: Item, read: read(true) }),
    readItems(scheduled_maintenances, { path: "scheduled_maintenances", schema: Item, read: read(true) }),
  );
  const page = { name: page_title, url: webLink(page_url) };
  return { ok: true, reading: { kind: "incidentio", page, coverage: "open", notices, complaints } };
}

function noticeOf(
  item: z.infer<typeof Item>,
  { planned, pageUrl }: { planned: boolean; pageUrl: string | null },
): FoundNotice {
  const status: Status = planned ? "maintenance" : (COMPONENT[item.current_worst_impact ?? ""] ?? "operational");
  return {
    id: item.id,
    link: webLink(item.url, pageUrl),
    title: oneLine(item.name, 300),
    words: plainText(item.last_update_message ?? ""),
    status,
    phase: phaseNamed(item.status ?? ""),
    startedAt: firstTime(item.started_at, item.starts_at),
    saidAt: null,
    updatedAt: readTime(item.last_update_at),
    resolvedAt: null,
    endsAt: firstTime(item.scheduled_end_at, item.ends_at),
    components: names(fitting(item.affected_components, Component).map(({ name }) => name)),
    locations: [],
  };
}
