import { z } from "zod";
import type { SourceKind } from "../../schema/index.ts";
import { isOver, type Outcome, type Reader, refused } from "../found.ts";
import { complaint, joinItems, maybeList, readItems, record, webLink } from "../items.ts";
import { overallOf, Page } from "./statuspage-page.ts";
import { Incident, looksLikeIncident, readIncident } from "./statuspage-shape.ts";

/**
 * Atlassian Statuspage, and the look-alikes that serve its documents: summary, status, components, incidents, unresolved and
 * maintenances, one incident alone, or a list of them. A summary never shows what is resolved.
 */
export const statuspage: Reader = {
  kind: "statuspage",
  recognises: (body) => isPageDocument(body) || incidentsIn(body) !== null,
  read: (body, { url }) => readStatuspage(body, "statuspage", url),
};

/** Rootly speaks the same, below /api/v1, and gives its pages no id. */
export const rootly: Reader = {
  kind: "rootly",
  recognises: (body) => {
    const page = record(record(body)?.page);
    return isPageDocument(body) && page !== null && !("id" in page) && "time_zone" in page;
  },
  read: (body, { url }) => readStatuspage(body, "rootly", url),
};

const PARTS = ["status", "components", "incidents", "scheduled_maintenances"] as const;

const PageDocument = z.object({
  page: Page,
  status: z.unknown().optional(),
  components: maybeList,
  incidents: maybeList,
  scheduled_maintenances: maybeList,
});

export function isPageDocument(body: unknown): boolean {
  const document = record(body);
  const page = record(document?.page);
  return (
    document !== null &&
    page !== null &&
    !("activeIncidents" in document) &&
    PARTS.some((part) =>
      part === "status" ? "indicator" in (record(document.status) ?? {}) : Array.isArray(document[part]),
    )
  );
}

export function readStatuspage(body: unknown, kind: SourceKind, url: string | null): Outcome {
  const bare = isPageDocument(body) ? null : incidentsIn(body);
  if (bare !== null) {
    const items = readIncidents(bare, { path: "incidents", planned: false, pageUrl: url });
    return judged(kind, { page: null, items, coverage: "log" });
  }
  const parsed = PageDocument.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { page, incidents, scheduled_maintenances, components, status } = parsed.data;
  const pageUrl = webLink(page.url) ?? url;
  const items = joinItems(
    readIncidents(incidents, { path: "incidents", planned: false, pageUrl }),
    readIncidents(scheduled_maintenances, { path: "scheduled_maintenances", planned: true, pageUrl }),
  );
  const isSaid = items.notices.some((notice) => !isOver(notice) && notice.phase !== "scheduled");
  const overall = isSaid || isHistory(incidents) ? null : overallOf(page, { status, components: components ?? null });
  const isSummary = record(status) !== null || Array.isArray(components) || /unresolved|summary/.test(url ?? "");
  return judged(kind, {
    page: { name: page.name, url: webLink(page.url) },
    items: { ...items, notices: [...items.notices, ...(overall === null ? [] : [overall])] },
    coverage: isSummary ? "open" : "log",
  });
}

type Found = Pick<Extract<Outcome, { ok: true }>["reading"], "page" | "coverage"> & {
  items: ReturnType<typeof joinItems>;
};

function judged(kind: SourceKind, { page, items, coverage }: Found): Outcome {
  const [first] = items.complaints;
  if (items.notices.length === 0 && first !== undefined) return refused(first);
  return { ok: true, reading: { kind, page, coverage, notices: items.notices, complaints: items.complaints } };
}

function readIncidents(
  list: readonly unknown[] | null | undefined,
  { path, planned, pageUrl }: { path: string; planned: boolean; pageUrl: string | null },
) {
  return readItems(list, { path, schema: Incident, read: (incident) => readIncident(incident, { planned, pageUrl }) });
}

/** Incidents without a page: one, one in an envelope, or a list. */
function incidentsIn(body: unknown): readonly unknown[] | null {
  if (Array.isArray(body)) return body.length > 0 && body.some(looksLikeIncident) ? body : null;
  const document = record(body);
  if (document === null) return null;
  if (looksLikeIncident(document)) return [document];
  if (looksLikeIncident(document.incident)) return [document.incident];
  const { incidents } = document;
  return Array.isArray(incidents) && incidents.some(looksLikeIncident) ? incidents : null;
}

/** With incidents that are over in it, the list is the past, and what is not listed there is not open either. */
function isHistory(incidents: readonly unknown[] | null | undefined): boolean {
  return (incidents ?? []).some((incident) => record(incident)?.status === "resolved");
}
