import { sampleEvent } from "../../shared/notify/sample.ts";
import { EventId, IncidentId, type IncidentTold, ServiceId } from "../../shared/schema/index.ts";

/** Events for tests of what comes after them. */

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
