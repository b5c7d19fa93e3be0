import type { Event, EventLinks } from "../schema/event.ts";

/** Where more is to be read about an event. `origin`: how the reader reaches the network, such as "https://downwhere.example". */
export function linksOf(event: Event, { origin, subscription }: { origin: string; subscription?: string }): EventLinks {
  const own = subscription === undefined ? {} : { subscription: `${origin}/v1/subscriptions/${subscription}` };
  if (event.type === "probe.ill") return { page: `${origin}/`, ...own };
  const service = `${origin}/v1/services/${encodeURIComponent(event.service.id)}`;
  const links = { page: `${origin}/`, service, ...own };
  if ("incident" in event)
    return {
      ...links,
      incident: `${origin}/v1/incidents/${encodeURIComponent(event.incident.id)}`,
      evidence: `${service}/evidence`,
      reconnect: `${service}/reconnect`,
    };
  return event.type === "notice.published" && event.notice.link !== null
    ? { ...links, notice: event.notice.link }
    : links;
}
