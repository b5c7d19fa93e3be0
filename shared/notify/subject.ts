import type { Event } from "../schema/event.ts";

/** What an event is one of several about: an incident, a notice, a maintenance. Order, coalescing and repeats go by it. */
export function subjectOf(event: Event): string {
  switch (event.type) {
    case "notice.published":
      return `notice/${event.service.id}/${event.notice.source}/${event.notice.id}`;
    case "maintenance.started":
    case "maintenance.ended":
      return `maintenance/${event.service.id}/${event.maintenance.from}`;
    case "probe.ill":
      return `probe/${event.probe.region}`;
    case "certificate.expiring":
      return `certificate/${event.service.id}/${event.endpoint.id}`;
    default:
      return `incident/${event.incident.id}`;
  }
}

/** The service of an event; `null` for one about a probe. */
export function serviceOf(event: Event): string | null {
  return event.type === "probe.ill" ? null : event.service.id;
}
