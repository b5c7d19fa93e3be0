import { sampleEvent } from "../../shared/notify/sample.ts";
import { type Event, EventId, IncidentId, type IncidentTold, ServiceId } from "../../shared/schema/index.ts";
import { eventRecord, STATEMENTS } from "../../workers/aggregator/store/records.ts";
import type { LocalNetwork } from "../../workers/cli/local-network.ts";

/** Events for tests of what comes after them: committed as the Fusion object commits them, by the same statement. */

export function toldOf({
  incident,
  sequence = 1,
  service = "aria",
  type = "incident.opened",
  at = Date.now(),
  ...over
}: {
  incident: string;
  sequence?: number;
  service?: string;
  type?: IncidentTold["type"];
  at?: number;
} & Partial<Pick<IncidentTold, "muted" | "countries">>): IncidentTold {
  const about = { id: ServiceId.parse(service), name: service, tags: ["music"] };
  const sample = sampleEvent({ now: at, nonce: incident, service: about });
  const id = IncidentId.parse(`inc_${incident}`);
  return {
    ...sample,
    ...over,
    type,
    id: EventId.parse(`evt_${incident}_${sequence}`),
    sequence,
    simulated: false,
    incident: { ...sample.incident, id },
    verdict: { ...sample.verdict, incident: id },
  };
}

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
