import { z } from "zod";
import { type FoundNotice, type Outcome, overallNotice, type Reader, refused, type Status } from "../found.ts";
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

/**
 * Instatus in both of its shapes: a page whose status is one word beside lists of what is active, and one whose status is an
 * object of its own. Its own words are capitals without a space.
 */
export const instatus: Reader = {
  kind: "instatus",
  recognises: (body) => {
    const document = record(body);
    const page = record(document?.page);
    const isFirst = page !== null && /^(?:UP|HASISSUES|UNDERMAINTENANCE)$/.test(String(page.status));
    const isSecond = page !== null && typeof record(document?.status)?.type === "string";
    return isFirst || isSecond || (page !== null && Array.isArray(document?.activeIncidents));
  },
  read,
};

const Page = z.object({ name: z.string().catch(""), url: maybeText, status: maybeText, updated: maybeTime });
const Summary = z.object({
  page: Page,
  status: z
    .object({ type: z.string(), text: z.string().catch("") })
    .nullish()
    .catch(null),
  activeIncidents: maybeList,
  activeMaintenances: maybeList,
  incidents: maybeList,
  maintenances: maybeList,
});
const Item = z.object({
  id: Id.nullish().catch(null),
  name: z.string(),
  started: maybeTime,
  start: maybeTime,
  status: maybeText,
  impact: maybeText,
  duration: z.coerce.number().nullish().catch(null),
  url: maybeText,
  updatedAt: maybeTime,
  resolved: maybeTime,
  updates: maybeList,
  components: maybeList,
});
const Update = z.object({ message: maybeText, status: maybeText, started: maybeTime });
const Named = z.object({ name: z.string() });

const IMPACT: Readonly<Record<string, Status>> = {
  OPERATIONAL: "operational",
  DEGRADEDPERFORMANCE: "degraded_performance",
  MINOROUTAGE: "partial_outage",
  PARTIALOUTAGE: "partial_outage",
  MAJOROUTAGE: "major_outage",
  UNDERMAINTENANCE: "maintenance",
  UP: "operational",
  HASISSUES: "degraded_performance",
  ALLUNDERMAINTENANCE: "maintenance",
  ALLDEGRADEDPERFORMANCE: "degraded_performance",
  ALLPARTIALOUTAGE: "partial_outage",
  ALLMINOROUTAGE: "partial_outage",
  ALLMAJOROUTAGE: "major_outage",
  SOMEDEGRADEDPERFORMANCE: "degraded_performance",
  SOMEMINOROUTAGE: "partial_outage",
  SOMEMAJOROUTAGE: "partial_outage",
};

function read(body: unknown): Outcome {
  const parsed = Summary.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { page, status, activeIncidents, activeMaintenances, incidents, maintenances } = parsed.data;
  const pageUrl = webLink(page.url);
  const of = (planned: boolean) => (item: z.infer<typeof Item>) => noticeOf(item, { planned, pageUrl });
  const { notices, complaints } = joinItems(
    readItems(activeIncidents ?? incidents, { path: "activeIncidents", schema: Item, read: of(false) }),
    readItems(activeMaintenances ?? maintenances, { path: "activeMaintenances", schema: Item, read: of(true) }),
  );
  const isSaid = notices.some(({ phase }) => phase !== "resolved" && phase !== "scheduled");
  const overall = isSaid ? null : overallOf(page, status?.type ?? page.status ?? "", status?.text ?? "");
  return {
    ok: true,
    reading: {
      kind: "instatus",
      page: { name: page.name, url: pageUrl },
      coverage: "open",
      notices: [...notices, ...(overall === null ? [] : [overall])],
      complaints,
    },
  };
}

function noticeOf(
  item: z.infer<typeof Item>,
  { planned, pageUrl }: { planned: boolean; pageUrl: string | null },
): FoundNotice {
  const began = firstTime(item.started, item.start);
  const updates = fitting(item.updates, Update);
  const newest = [...updates].sort((a, b) => (readTime(b.started) ?? 0) - (readTime(a.started) ?? 0)).at(0);
  const minutes = item.duration ?? null;
  return {
    // Its summaries name no id: the address of the incident is the same at every reading.
    id: item.id ?? item.url ?? `${item.name}@${began ?? ""}`,
    link: webLink(item.url, pageUrl),
    title: oneLine(item.name, 300),
    words: plainText(newest?.message ?? ""),
    status: planned ? "maintenance" : (IMPACT[compact(item.impact)] ?? "degraded_performance"),
    phase: phaseNamed(item.status ?? "") ?? (readTime(item.resolved) === null ? null : "resolved"),
    startedAt: began,
    saidAt: planned ? null : began,
    updatedAt: firstTime(newest?.started, item.updatedAt, ...(planned ? [] : [item.started])),
    resolvedAt: readTime(item.resolved),
    endsAt: planned && began !== null && minutes !== null ? readTime(began + minutes * 60_000) : null,
    components: names(fitting(item.components, Named).map(({ name }) => name)),
    locations: [],
  };
}

function overallOf(page: z.infer<typeof Page>, type: string, text: string): FoundNotice | null {
  const status = IMPACT[compact(type)] ?? "operational";
  if (status === "operational") return null;
  return overallNotice({
    link: webLink(page.url),
    title: oneLine(text === "" ? `${page.name}: ${status.replaceAll("_", " ")}` : text, 300),
    status,
    updatedAt: readTime(page.updated),
  });
}

function compact(word: string | null | undefined): string {
  return (word ?? "").toUpperCase().replace(/[^A-Z]/g, "");
}
