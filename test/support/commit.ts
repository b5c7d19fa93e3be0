import type { Event } from "../../shared/schema/index.ts";
import { eventRecord, STATEMENTS } from "../../workers/aggregator/store/records.ts";
import type { LocalNetwork } from "../../workers/cli/local-network.ts";

/** Events committed as the Fusion object commits them, by the same statement. */

/** Written as committed; nobody is asked to hand them over, as after a crash between the two. */
export async function commit(network: LocalNetwork, events: readonly Event[], now = Date.now()): Promise<void> {
  const db = network.database;
  for (let from = 0; from < events.length; from += BATCH)
    await db.batch(
      events.slice(from, from + BATCH).map((event) => {
        const { table, cells } = eventRecord(event, now);
        return db.prepare(STATEMENTS[table]).bind(...cells);
      }),
    );
}

/** Statements of one batch of D1. */
const BATCH = 100;
