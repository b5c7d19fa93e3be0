import type { Event } from "../../shared/schema/index.ts";
import { eventRecord, STATEMENTS } from "../../workers/aggregator/store/records.ts";
import type { LocalNetwork } from "../../workers/cli/local-network.ts";

/** Events committed as the Fusion object commits them, by the same statement. */

/** Statements of one batch of D1. */
const BATCH = 100;
/** Miniflare asks its runtime over kept connections, and one that the runtime closes just then fails: "other side closed". */
const TRIES = 5;

/** Written as committed; nobody is asked to hand them over, as after a crash between the two. */
export async function commit(network: LocalNetwork, events: readonly Event[], now = Date.now()): Promise<void> {
  for (let from = 0; from < events.length; from += BATCH) {
    const records = events.slice(from, from + BATCH).map((event) => eventRecord(event, now));
    await write(network, records);
  }
}

/** What is there already changes nothing, so it may be written again. */
async function write({ database }: LocalNetwork, records: readonly ReturnType<typeof eventRecord>[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await database.batch(records.map(({ table, cells }) => database.prepare(STATEMENTS[table]).bind(...cells)));
      return;
    } catch (error) {
      const isDropped = error instanceof Error && error.message.startsWith("fetch failed");
      if (!isDropped || tries === TRIES) throw error;
    }
  }
}
