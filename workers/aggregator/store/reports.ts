import { z } from "zod";
import { peopleIn } from "../../../shared/reports/bucket.ts";
import type { Held } from "../../../shared/reports/held.ts";
import { ReportMinute } from "../../../shared/schema/index.ts";
import { D1_BATCH, PARAMETERS_MAX, PRUNE_CHUNK, REPORT_MINUTES_READ } from "../limits.ts";

/** Minutes of reports in D1: written whole, so that writing one again leaves one. */

const Row = z.object({ service: z.string(), minute: z.number(), part: z.number(), body: z.string() });
const Body = ReportMinute.omit({ service: true, minute: true });

/** A minute as it is kept, with the part of it. */
export type StoredMinute = Pick<Held, "minute" | "part">;

export async function writeReportMinutes(db: D1Database, minutes: readonly StoredMinute[]): Promise<void> {
  for (let from = 0; from < minutes.length; from += D1_BATCH) {
    await db.batch(
      minutes.slice(from, from + D1_BATCH).map(({ minute: { service, minute, ...body }, part }) => {
        const { people, working } = peopleIn(body);
        return db
          .prepare(
            "INSERT OR REPLACE INTO report_minutes (service, minute, part, people, working, body) VALUES (?, ?, ?, ?, ?, ?)",
          )
          .bind(service, minute, part, people, working, JSON.stringify(body));
      }),
    );
  }
}

/** The minutes of a service from a time to another, the end excluded, in order. */
export async function* reportMinutes(
  db: D1Database,
  { service, since, until }: { service: string; since: number; until: number },
): AsyncGenerator<StoredMinute> {
  for (let after = { minute: since, part: -1 }; ; ) {
    const { results } = await db
      .prepare(
        "SELECT service, minute, part, body FROM report_minutes WHERE service = ? AND (minute, part) > (?, ?) AND minute < ? ORDER BY minute, part LIMIT ?",
      )
      .bind(service, after.minute, after.part, until, REPORT_MINUTES_READ)
      .all();
    for (const row of z.array(Row).parse(results)) {
      after = { minute: row.minute, part: row.part };
      // A row that is damaged, or that another version wrote, is left out.
      const body = Body.safeParse(JSON.parse(row.body));
      if (body.success) yield { minute: ReportMinute.parse({ ...row, ...body.data }), part: row.part };
    }
    if (results.length < REPORT_MINUTES_READ) return;
  }
}

/** Deletes some of what is older than a time, of some services. */
export async function pruneReports(
  db: D1Database,
  { services, before }: { services: readonly string[]; before: number },
): Promise<void> {
  for (let from = 0; from < services.length; from += PARAMETERS_MAX) {
    const some = services.slice(from, from + PARAMETERS_MAX);
    const marks = some.map(() => "?").join(", ");
    await db
      .prepare(
        `DELETE FROM report_minutes WHERE (service, minute, part) IN (SELECT service, minute, part FROM report_minutes WHERE service IN (${marks}) AND minute < ? LIMIT ?)`,
      )
      .bind(...some, before, PRUNE_CHUNK)
      .run();
  }
}
