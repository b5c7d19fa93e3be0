import { z } from "zod";
import { type FoundNotice, type Outcome, overallNotice, type Reader, refused, type Status } from "../found.ts";
import {
  complaint,
  fitting,
  Id,
  maybeList,
  maybeText,
  maybeTime,
  names,
  readItems,
  record,
  webLink,
} from "../items.ts";
import { earliest, latest, readTime } from "../time.ts";
import { toneOf } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";

/** Better Stack's `index.json`: one page in JSON:API, its reports, their updates and its resources beside it. */
export const betterstack: Reader = {
  kind: "betterstack",
  recognises: (body) => typeof record(record(record(body)?.data)?.attributes)?.aggregate_state === "string",
  read,
};

const Document = z.object({
  data: z.object({
    attributes: z.object({
      aggregate_state: z.string(),
      company_name: z.string().catch(""),
      company_url: maybeText,
      custom_domain: maybeText,
      subdomain: maybeText,
      updated_at: maybeTime,
    }),
  }),
  included: maybeList,
});
const Report = z.object({
  id: Id,
  type: z.literal("status_report"),
  attributes: z.object({
    title: z.string().catch(""),
    report_type: maybeText,
    starts_at: maybeTime,
    ends_at: maybeTime,
    aggregate_state: maybeText,
    affected_resources: maybeList,
  }),
});
const Update = z.object({
  type: z.literal("status_update"),
  attributes: z.object({ message: z.string().catch(""), published_at: maybeTime, status_report_id: Id }),
});
const Resource = z.object({
  id: Id,
  type: z.literal("status_page_resource"),
  attributes: z.object({ public_name: z.string(), status: maybeText }),
});
const Affected = z.object({ status_page_resource_id: Id, status: maybeText });

const STATE: Readonly<Record<string, Status>> = {
  operational: "operational",
  resolved: "operational",
  degraded: "degraded_performance",
  downtime: "major_outage",
  maintenance: "maintenance",
};

function read(body: unknown): Outcome {
  const parsed = Document.safeParse(body, { reportInput: true });
  if (!parsed.success) return refused(complaint(parsed.error, "the document"));
  const { attributes } = parsed.data.data;
  const host = attributes.custom_domain ?? (attributes.subdomain ? `${attributes.subdomain}.betteruptime.com` : null);
  const pageUrl = webLink(host === null ? attributes.company_url : `https://${host}`);
  const included = parsed.data.included ?? [];
  const updates = fitting(included, Update);
  const resources = fitting(included, Resource);
  const reports = included.filter((item) => record(item)?.type === "status_report");
  const { notices, complaints } = readItems(reports, {
    path: "included",
    schema: Report,
    read: (report) => reportNotice(report, { updates, resources, pageUrl }),
  });
  const isSaid = notices.some(({ phase }) => phase !== "resolved" && phase !== "scheduled");
  const overall = isSaid ? null : overallOf(attributes, { resources, pageUrl });
  return {
    ok: true,
    reading: {
      kind: "betterstack",
      page: { name: attributes.company_name, url: pageUrl },
      coverage: "open",
      notices: [...notices, ...(overall === null ? [] : [overall])],
      complaints,
    },
  };
}

type Around = {
  readonly updates: readonly z.infer<typeof Update>[];
  readonly resources: readonly z.infer<typeof Resource>[];
  readonly pageUrl: string | null;
};

function reportNotice(
  { id, attributes }: z.infer<typeof Report>,
  { updates, resources, pageUrl }: Around,
): FoundNotice {
  const own = updates
    .filter((update) => update.attributes.status_report_id === id)
    .sort((a, b) => (readTime(b.attributes.published_at) ?? 0) - (readTime(a.attributes.published_at) ?? 0));
  const published = own.map((update) => readTime(update.attributes.published_at));
  const affected = fitting(attributes.affected_resources, Affected);
  const planned = attributes.report_type === "maintenance" || attributes.aggregate_state === "maintenance";
  const endsAt = readTime(attributes.ends_at);
  const words = plainText(own.at(0)?.attributes.message ?? "");
  const isResolved = attributes.aggregate_state === "resolved" || (!planned && endsAt !== null);
  const worstState = affected.find(({ status }) => status === "downtime") ?? affected.at(0);
  const state = STATE[attributes.aggregate_state ?? ""] ?? "operational";
  return {
    id,
    link: webLink(`incident/${id}`, pageUrl === null ? null : `${pageUrl}/`),
    title: oneLine(attributes.title, 300),
    words,
    status: planned
      ? "maintenance"
      : state !== "operational"
        ? state
        : (STATE[worstState?.status ?? ""] ?? "degraded_performance"),
    phase: isResolved ? "resolved" : planned ? "scheduled" : (toneOf(words).phase ?? "investigating"),
    startedAt: readTime(attributes.starts_at),
    saidAt: earliest(published),
    updatedAt: latest([
      ...published,
      ...(planned ? [] : [readTime(attributes.starts_at)]),
      ...(isResolved ? [endsAt] : []),
    ]),
    resolvedAt: isResolved ? (endsAt ?? latest(published)) : null,
    endsAt: planned ? endsAt : null,
    components: names(
      affected.map(
        ({ status_page_resource_id }) =>
          resources.find((resource) => resource.id === status_page_resource_id)?.attributes.public_name,
      ),
    ),
    locations: [],
  };
}

function overallOf(
  { aggregate_state, company_name, updated_at }: z.infer<typeof Document>["data"]["attributes"],
  { resources, pageUrl }: Pick<Around, "resources" | "pageUrl">,
): FoundNotice | null {
  const status = STATE[aggregate_state] ?? "operational";
  if (status === "operational") return null;
  const ill = resources.filter(({ attributes }) => (STATE[attributes.status ?? ""] ?? "operational") !== "operational");
  return overallNotice({
    link: pageUrl,
    title: oneLine(`${company_name}: ${aggregate_state}`, 300),
    status,
    updatedAt: readTime(updated_at),
    components: names(ill.map(({ attributes }) => attributes.public_name)),
  });
}
