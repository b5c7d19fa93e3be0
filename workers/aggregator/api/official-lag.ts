import { z } from "zod";
import { officialLag } from "../../../shared/notices/lag.ts";
import { OfficialLag } from "../../../shared/schema/index.ts";
import { LAG_PAGE } from "../limits.ts";
import { listIncidents } from "../store/incidents.ts";
import { listNotices } from "../store/notices.ts";

/** How late a vendor's first word is, from the incidents and notices that D1 holds. */

/** `null` where D1 is away: then it is not known. */
export async function lagOf(db: D1Database, service: string, now: number): Promise<z.input<typeof OfficialLag> | null> {
  try {
    const [incidents, page] = await Promise.all([
      listIncidents(db, { service, limit: LAG_PAGE.incidents }),
      listNotices(db, { service, limit: LAG_PAGE.notices }),
    ]);
    return z.encode(OfficialLag, officialLag(incidents.items, page.items, now));
  } catch (error) {
    console.warn("official lag not known: D1 is away", { service, error: String(error) });
    return null;
  }
}
