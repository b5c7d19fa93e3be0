import type { Context } from "hono";
import { CALENDAR_EVENTS, CALENDAR_SPAN_MS } from "../../../shared/feed/limits.ts";
import { announcedBy, declaredIn, type Planned } from "../../../shared/feed/planned.ts";
import type { Api } from "../api/context.ts";
import type { Front } from "../front.ts";
import { plannedNotices } from "../store/notices.ts";
import { findService, listServices } from "../store/services.ts";
import { namesIn } from "./incidents.ts";

/**
 * Planned work near now, of all services or of one: what the catalogue declares and what vendors announce, by its
 * beginning. `null` while D1 is away.
 */
export async function plannedWork(
  c: Context<Api>,
  front: Front,
  { service, now }: { service: string | null; now: number },
): Promise<Planned[] | null> {
  const { DB } = c.env;
  const span = { from: now - CALENDAR_SPAN_MS.past, to: now + CALENDAR_SPAN_MS.ahead };
  try {
    const [services, notices] = await Promise.all([
      service === null ? allServices(DB) : findService(DB, service).then((found) => (found === null ? [] : [found])),
      plannedNotices(DB, { service, since: span.from, limit: CALENDAR_EVENTS }),
    ]);
    const names = namesIn(front);
    return [
      ...services.flatMap(declaredIn),
      ...notices.flatMap((notice) => announcedBy(notice, names(notice.service)) ?? []),
    ]
      .filter(({ from, to }) => (to ?? from) > span.from && from < span.to)
      .sort((a, b) => a.from - b.from);
  } catch (error) {
    console.warn("planned work cannot be read: D1 is away", { error: String(error) });
    return null;
  }
}

async function allServices(db: D1Database) {
  return (await Promise.all([listServices(db, { simulated: false }), listServices(db, { simulated: true })])).flat();
}
