import { z } from "zod";
import { PublishedNotice, type ServiceId } from "../../../shared/schema/index.ts";
import { D1_BATCH, NOTICES_PRUNED, PARAMETERS_MAX } from "../limits.ts";
import type { StoredRecord } from "./records.ts";
import { statementsFor } from "./write-records.ts";

/** Notices as they were last read, and what is remembered of their sources. */

const Row = z.object({ url: z.string(), updated_at: z.number(), body: z.string() });

/** A notice with the address that it was read from. */
export type StoredNotice = { readonly url: string; readonly notice: PublishedNotice };

export type NoticeMark = { readonly updatedAt: number; readonly id: string };

/** Writes what is new or has changed, each in one transaction with the event that tells it. */
export async function writeNotices(
  db: D1Database,
  notices: readonly StoredNotice[],
  eventOf: (stored: StoredNotice) => StoredRecord | null = () => null,
): Promise<void> {
  const pairs = Math.floor(D1_BATCH / 2);
  for (let from = 0; from < notices.length; from += pairs) {
    const statements = notices.slice(from, from + pairs).flatMap((stored) => {
      const event = eventOf(stored);
      return [noticeStatement(db, stored), ...(event === null ? [] : statementsFor(db, [event]))];
    });
    await db.batch(statements);
  }
}

function noticeStatement(db: D1Database, { url, notice }: StoredNotice): D1PreparedStatement {
  return db
    .prepare("INSERT OR REPLACE INTO notices (service, url, id, updated_at, resolved, body) VALUES (?, ?, ?, ?, ?, ?)")
    .bind(
      notice.service,
      url,
      notice.id,
      notice.updatedAt,
      notice.phase === "resolved" ? 1 : 0,
      JSON.stringify(z.encode(PublishedNotice, notice)),
    );
}

/** What is not over, and what has changed since a time, of some services. */
export async function knownNotices(
  db: D1Database,
  { services, since }: { services: readonly ServiceId[]; since: number },
): Promise<StoredNotice[]> {
  const known: StoredNotice[] = [];
  for (let from = 0; from < services.length; from += PARAMETERS_MAX) {
    const some = services.slice(from, from + PARAMETERS_MAX);
    const marks = some.map(() => "?").join(", ");
    const { results } = await db
      .prepare(
        `SELECT url, updated_at, body FROM notices WHERE service IN (${marks}) AND (resolved = 0 OR updated_at > ?)`,
      )
      .bind(...some, since)
      .all();
    known.push(...stored(results));
  }
  return known;
}

/** Of one service, the last word first. */
export async function listNotices(
  db: D1Database,
  { service, before, limit }: { service: string; before?: NoticeMark | undefined; limit: number },
): Promise<{ items: PublishedNotice[]; next: NoticeMark | null }> {
  const { results } = await db
    .prepare(
      "SELECT url, updated_at, body FROM notices WHERE service = ? AND (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?",
    )
    .bind(service, before?.updatedAt ?? Number.MAX_SAFE_INTEGER, before?.id ?? "", limit + 1)
    .all();
  const notices = stored(results).map(({ notice }) => notice);
  const page = notices.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    next: notices.length > limit && last !== undefined ? { updatedAt: last.updatedAt, id: last.id } : null,
  };
}

/** Maintenances that vendors announce, the last word first; of one service or of all. */
export async function plannedNotices(
  db: D1Database,
  { service, since, limit }: { service: string | null; since: number; limit: number },
): Promise<PublishedNotice[]> {
  const { results } = await db
    .prepare(
      `SELECT url, updated_at, body FROM notices WHERE service = coalesce(?, service) AND updated_at > ?
       AND json_extract(body, '$.status') = 'maintenance' ORDER BY updated_at DESC LIMIT ?`,
    )
    .bind(service, since, limit)
    .all();
  return stored(results).map(({ notice }) => notice);
}

/** Deletes some of what is over and was last changed before a time; answers how many. */
export async function pruneNotices(db: D1Database, { before }: { before: number }): Promise<number> {
  const { meta } = await db
    .prepare(
      "DELETE FROM notices WHERE (service, url, id) IN (SELECT service, url, id FROM notices WHERE updated_at < ? AND resolved = 1 LIMIT ?)",
    )
    .bind(before, NOTICES_PRUNED)
    .run();
  return meta.changes;
}

/** Rows that another version wrote, or that are damaged, are left out: the next reading writes them anew. */
function stored(results: readonly unknown[]): StoredNotice[] {
  return z
    .array(Row)
    .parse(results)
    .flatMap(({ url, body }) => {
      const notice = PublishedNotice.safeParse(JSON.parse(body));
      return notice.success ? [{ url, notice: notice.data }] : [];
    });
}
