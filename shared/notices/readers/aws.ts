import { z } from "zod";
import type { FoundNotice, Outcome, Reader, Status } from "../found.ts";
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
} from "../items.ts";
import { RAW_TEXT_MAX, UPDATES_MAX } from "../limits.ts";
import { earliest, firstTime, latest, readTime } from "../time.ts";
import { toneOf } from "../tone.ts";
import { oneLine, plainText } from "../words.ts";

/**
 * AWS: the current events of its health dashboard, and the dashboard before it (`archive` and `current`). Codes 1 to 3 are
 * information, degradation and disruption, 0 is over; the older one says so with "[RESOLVED]" before the summary. Its own
 * feeds are RSS.
 */
export const aws: Reader = {
  kind: "aws",
  recognises: (body) => {
    if (Array.isArray(body)) return isListOf(body, looksLikeOne);
    const document = record(body);
    return document !== null && (Array.isArray(document.current) || Array.isArray(document.archive));
  },
  read,
};

const Code = z.coerce.number().int().min(0).max(3);
const Log = z.object({ summary: maybeText, message: maybeText, timestamp: maybeTime, status: maybeText });
const Event = z.object({
  arn: Id.nullish().catch(null),
  service: z.string().max(200),
  service_name: z.string().max(200).nullish().catch(null),
  region_name: maybeText,
  summary: z.string(),
  status: Code.nullish().catch(null),
  date: z.union([z.string(), z.number()]),
  end_time: maybeTime,
  endTime: maybeTime,
  event_log: maybeList,
  impacted_services: z.record(z.string(), z.unknown()).nullish().catch(null),
  description: maybeText,
});
type Event = z.infer<typeof Event>;

const DASHBOARD = "https://health.aws.amazon.com/health/status";

const STATUS: readonly Status[] = ["degraded_performance", "degraded_performance", "partial_outage", "major_outage"];

function looksLikeOne(item: unknown): boolean {
  const event = record(item);
  return event !== null && "service" in event && "summary" in event && "date" in event;
}

function read(body: unknown): Outcome {
  const document = record(body);
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  const of = (path: string, items: readonly unknown[]) => readItems(items, { path, schema: Event, read: noticeOf });
  const { notices, complaints } = Array.isArray(body)
    ? joinItems(of("", body))
    : joinItems(of("current", list(document?.current)), of("archive", list(document?.archive)));
  const [first] = complaints;
  if (notices.length === 0 && first !== undefined) return refused(first);
  const page = { name: "AWS", url: DASHBOARD };
  return {
    ok: true,
    reading: { kind: "aws", page, coverage: Array.isArray(body) ? "open" : "log", notices, complaints },
  };
}

function noticeOf(event: Event): FoundNotice {
  const log = fitting(event.event_log?.slice(0, UPDATES_MAX), Log);
  const at = log.map(({ timestamp }) => readTime(timestamp));
  const newest = [...log].sort((a, b) => (readTime(b.timestamp) ?? 0) - (readTime(a.timestamp) ?? 0)).at(0);
  const isMarked = /^\s*\[RESOLVED\]/i.test(event.summary) || /^\s*\[RESOLVED\]/i.test(newest?.summary ?? "");
  const endedAt = firstTime(event.end_time, event.endTime);
  const isOver = isMarked || endedAt !== null || event.status === 0;
  const words = plainText(newest?.message ?? newest?.summary ?? lastWord(event.description ?? ""));
  const tone = toneOf(words);
  const region = regionOf(event);
  const services = Object.values(event.impacted_services ?? {}).map((part) => record(part)?.service_name);
  const began = readTime(event.date);
  return {
    id: event.arn ?? `${event.service}@${event.date}`,
    link:
      event.arn === null || event.arn === undefined
        ? DASHBOARD
        : `${DASHBOARD}?eventID=${encodeURIComponent(event.arn)}`,
    title: oneLine(event.summary.replace(/^\s*\[RESOLVED\]\s*/i, ""), 300),
    words,
    status: STATUS[event.status ?? 1] ?? "degraded_performance",
    // Words such as "was resolved for most" do not end an event: only its own mark does.
    phase: isOver ? "resolved" : tone.phase === null || tone.phase === "resolved" ? "investigating" : tone.phase,
    startedAt: began,
    saidAt: earliest([began, ...at]),
    updatedAt: latest([...at, endedAt]) ?? began,
    resolvedAt: isOver ? (endedAt ?? latest(at) ?? began) : null,
    endsAt: null,
    components: names([
      event.service_name?.replace(/\s*\([^)]*\)\s*$/, "") ?? event.service,
      ...services.map((name) => (typeof name === "string" ? name : null)),
    ]),
    locations: names([region]),
  };
}

/** "ec2-us-east-1" is a service in a region; the ARN names the region too. */
function regionOf({ service, arn, region_name, service_name }: Event): string | null {
  const inArn = /^arn:aws[\w-]*:health:([a-z0-9-]+):/.exec(arn ?? "")?.[1];
  const inService = /([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d)$/.exec(service)?.[1];
  const id = inService ?? (inArn === "global" ? undefined : inArn);
  return id ?? region_name ?? /\(([^)]+)\)\s*$/.exec(service_name ?? "")?.[1] ?? null;
}

/** The older dashboard keeps all updates in one text, oldest first, each in a division of its own. */
function lastWord(description: string): string {
  const parts = description.slice(-RAW_TEXT_MAX).split(/<\/div>/i);
  return parts.findLast((part) => plainText(part) !== "") ?? description;
}
