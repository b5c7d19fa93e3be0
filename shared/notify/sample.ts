import { EVENT_VERSION, type EventService, type IncidentTold } from "../schema/event.ts";
import { EventId, IncidentId, ServiceId } from "../schema/ids.ts";

/** The made-up event of a test: an outage of a service that is well, so that a reader sees what the real thing looks like. */
export function sampleEvent({
  now,
  nonce,
  service,
}: {
  now: number;
  nonce: string;
  service?: EventService;
}): IncidentTold {
  const about = service ?? { id: ServiceId.parse("example"), name: "Example", tags: [] };
  const incident = IncidentId.parse(`inc_test_${nonce}`);
  const regions = {
    weur: { state: "down" as const, probability: 0.998 },
    eeur: { state: "down" as const, probability: 0.994 },
    enam: { state: "up" as const, probability: 0.01 },
  };
  const because = ["this is a test: nothing has happened", "2 of 3 regions see it failing: weur 1.00, eeur 0.99"];
  return {
    type: "incident.opened",
    id: EventId.parse(`evt_test_${nonce}`),
    version: EVENT_VERSION,
    at: now,
    sequence: 1,
    simulated: true,
    because,
    service: about,
    incident: {
      id: incident,
      phase: "open",
      state: "down",
      scope: "regional",
      layer: "gateway",
      provider: null,
      regions,
      suspectedAt: now - 60_000,
      openedAt: now,
      recoveringAt: null,
      resolvedAt: null,
      withdrawnAt: null,
    },
    verdict: {
      service: about.id,
      at: now,
      state: "down",
      probability: 0.998,
      scope: "regional",
      layer: "gateway",
      phase: "open",
      incident,
      regions,
      because,
    },
    countries: ["DE", "PL"],
    muted: null,
    reconnect: null,
  };
}
