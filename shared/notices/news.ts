import type { PublishedNotice } from "../schema/index.ts";
import type { Reading } from "./found.ts";
import { NEWS_SPAN_MS } from "./limits.ts";
import { type NoticedService, publishedNotice } from "./map-notice.ts";

/**
 * What a reading says that was not known: new notices, changed ones, and those that are over because a page that lists all
 * that is going on lists them no more. A first word stays the first, whatever later documents leave out.
 */
export function newsIn(
  reading: Reading,
  { known, service, now }: { known: readonly PublishedNotice[]; service: NoticedService; now: number },
): PublishedNotice[] {
  const before = new Map(known.map((notice) => [notice.id, notice]));
  const news: PublishedNotice[] = [];
  const listed = new Set<string>();
  for (const found of reading.notices) {
    // A page that names one incident twice has said the first one last.
    const read = publishedNotice(found, { service, source: reading.kind, now });
    if (listed.has(read.id)) continue;
    listed.add(read.id);
    const former = before.get(read.id);
    if (former === undefined && read.updatedAt < now - NEWS_SPAN_MS && !isPlanned(read)) continue;
    const notice = joined(read, former, { isDated: found.updatedAt !== null, now });
    if (former === undefined || contentOf(former) !== contentOf(notice)) news.push(notice);
  }
  if (reading.coverage === "open")
    news.push(
      ...known.filter(({ id, phase }) => phase !== "resolved" && !listed.has(id)).map((gone) => over(gone, now)),
    );
  return news;
}

function joined(
  read: PublishedNotice,
  former: PublishedNotice | undefined,
  { isDated, now }: { isDated: boolean; now: number },
): PublishedNotice {
  const first = former?.saidAt ?? read.saidAt ?? Math.min(read.updatedAt, now);
  const notice = { ...read, saidAt: Math.min(first, read.saidAt ?? first) };
  if (isDated || former === undefined) return notice;
  // Undated: the same words as before are as old as they were.
  const undated = { ...notice, updatedAt: former.updatedAt };
  return contentOf(undated) === contentOf(former) ? undated : notice;
}

function over(notice: PublishedNotice, now: number): PublishedNotice {
  return { ...notice, phase: "resolved", resolvedAt: now, updatedAt: Math.max(now, notice.updatedAt) };
}

function isPlanned({ status, phase }: PublishedNotice): boolean {
  return status === "maintenance" && phase === "scheduled";
}

function contentOf(notice: PublishedNotice): string {
  return JSON.stringify(Object.entries(notice).sort(([a], [b]) => (a < b ? -1 : 1)));
}
