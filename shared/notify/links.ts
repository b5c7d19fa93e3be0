import type { Event, EventLinks } from "../schema/event.ts";

/**
 * Where more is to be read about an event: pages for people, and for programs what the pages are made from. `origin`: how the
 * reader reaches the network, such as "https://downwhere.example".
 */
export function linksOf(event: Event, { origin, subscription }: { origin: string; subscription?: string }): EventLinks {
  const own = subscription === undefined ? {} : { subscription: `${origin}/v1/subscriptions/${subscription}` };
  const page = `${origin}/`;
  if (event.type === "probe.ill")
    return { page, region: `${origin}/regions/${encodeURIComponent(event.probe.region)}`, ...own };
  const id = encodeURIComponent(event.service.id);
  const links = { page, service: `${origin}/s/${id}`, ...own };
  if ("incident" in event)
    return {
      ...links,
      incident: `${origin}/incidents/${encodeURIComponent(event.incident.id)}`,
      evidence: `${origin}/v1/services/${id}/evidence`,
      reconnect: `${origin}/v1/services/${id}/reconnect`,
    };
  return event.type === "notice.published" && event.notice.link !== null
    ? { ...links, notice: event.notice.link }
    : links;
}
