import { oneLine } from "../../observe/one-line.ts";
import type { EventKind, Incident, Scope, State } from "../../schema/index.ts";
import { formatInstant } from "../../schema/instant.ts";
import { headline } from "../../words/headline.ts";
import type { Opened } from "../entries.ts";
import { type ComponentWire, statusOf } from "./component.ts";

/** An incident as Statuspage writes one: its phases are its updates, the newest first. */

export type Impact = "minor" | "major" | "critical";

export function impactOf(state: State, scope: Scope): Impact {
  if (state === "degraded") return "minor";
  return scope === "global" ? "critical" : "major";
}

/** `identified` is a person's word: a network that looks from outside does not say it. */
const STATUS: Readonly<Partial<Record<EventKind, "investigating" | "monitoring" | "resolved">>> = {
  "incident.opened": "investigating",
  "incident.updated": "investigating",
  "incident.recovering": "monitoring",
  "incident.resolved": "resolved",
};

export function incidentWire(
  incident: Opened,
  { page, name, link, components }: { page: string; name: string; link: string; components: readonly ComponentWire[] },
) {
  const { id, phase, state, scope, regions, openedAt } = incident;
  const affected = components.map((component) => affectedBy(component, incident));
  const updates = updatesOf(incident).map((update) => ({ ...update, affected_components: affected }));
  return {
    id,
    name: headline({ name, phase: phase === "resolved" ? "resolved" : "open", state, scope, regions }),
    status: updates[0]?.status ?? "investigating",
    created_at: formatInstant(openedAt),
    updated_at: updates[0]?.created_at ?? formatInstant(openedAt),
    monitoring_at: phase === "open" ? null : formatInstant(incident.recoveringAt),
    resolved_at: phase === "resolved" ? formatInstant(incident.resolvedAt) : null,
    impact: impactOf(state, scope),
    shortlink: link,
    started_at: formatInstant(openedAt),
    page_id: page,
    incident_updates: updates,
    components,
    reminder_intervals: null,
  };
}

function affectedBy({ id, name }: ComponentWire, { state, scope }: Incident) {
  const status = statusOf(state === "degraded" ? "degraded" : "down", scope);
  return { code: id, name, old_status: "operational", new_status: status };
}

function updatesOf({ id, timeline }: Opened) {
  return timeline
    .flatMap(({ at, event, because }, index) => {
      const status = STATUS[event];
      if (status === undefined) return [];
      const time = formatInstant(at);
      return [
        {
          id: `${id}_${index}`,
          status,
          body: `${because.map(oneLine).join(". ")}.`,
          incident_id: id,
          created_at: time,
          updated_at: time,
          display_at: time,
          deliver_notifications: true,
          custom_tweet: null,
          tweet_id: null,
        },
      ];
    })
    .reverse();
}
