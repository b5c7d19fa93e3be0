import { EventId, IncidentId, type ServiceId } from "../schema/index.ts";

/** Ids follow from what they name, so that a replay or a restart makes the same ones. */

export function incidentId(service: ServiceId, suspectedAt: number): IncidentId {
  return IncidentId.parse(`inc_${service}_${suspectedAt.toString(36)}`);
}

/**
 * Without dots: a webhook's signature covers its id, time and body with dots between them. No id of ours has two hyphens in a
 * row, so that no two events come to have one id.
 */
export function eventId(incident: IncidentId, sequence: number): EventId {
  return EventId.parse(`evt_${incident.slice("inc_".length).replaceAll(".", "--")}_${sequence}`);
}
