import { formatInstant } from "../../schema/instant.ts";
import type { Planned } from "../planned.ts";
import type { ComponentWire } from "./component.ts";

/** Planned work as Statuspage writes a scheduled maintenance. Without a planned end it lasts until somebody says that it is over. */
export function plannedWire(
  { id, title, words, from, to, announcedAt, updatedAt, link }: Planned,
  { page, asOf, components }: { page: string; asOf: number; components: readonly ComponentWire[] },
) {
  const status = asOf < from ? "scheduled" : to !== null && asOf >= to ? "completed" : "in_progress";
  const time = formatInstant(updatedAt);
  return {
    id,
    name: title,
    status,
    created_at: formatInstant(announcedAt),
    updated_at: time,
    monitoring_at: null,
    resolved_at: status === "completed" && to !== null ? formatInstant(to) : null,
    impact: "maintenance",
    shortlink: link,
    started_at: formatInstant(from),
    page_id: page,
    incident_updates: [
      {
        id: `${id}_0`,
        status,
        body: words,
        incident_id: id,
        created_at: time,
        updated_at: time,
        display_at: time,
        affected_components: [],
        deliver_notifications: false,
        custom_tweet: null,
        tweet_id: null,
      },
    ],
    components,
    scheduled_for: formatInstant(from),
    scheduled_until: to === null ? null : formatInstant(to),
  };
}
