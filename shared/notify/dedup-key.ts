import { cut } from "../notices/words.ts";
import { hashOf } from "../observe/slot.ts";
import type { Event } from "../schema/event.ts";
import { subjectOf } from "./subject.ts";

/**
 * By what a receiver knows that two messages are about one thing: the same for every event of an incident, so that its end
 * closes what its beginning opened. Of a subject that is longer than the receiver allows, the beginning and a hash of it.
 */
export function dedupKey(event: Event, max: number): string {
  const key = `downwhere/${subjectOf(event)}`;
  if (key.length <= max) return key;
  const hash = hashOf(key).toString(36);
  return `${cut(key, max - hash.length)}${hash}`;
}

/** Nothing more is to come about it, and what it opened is over. */
export function isOver(event: Event): boolean {
  if (event.type === "notice.published") return event.notice.phase === "resolved";
  return (
    event.type === "incident.resolved" || event.type === "incident.withdrawn" || event.type === "maintenance.ended"
  );
}

/** How urgent it is, for receivers that wake people: what is muted, merely said or planned never does. */
export type Urgency = "critical" | "error" | "warning" | "info";

export function urgencyOf(event: Event): Urgency {
  if (event.type === "certificate.expiring") return event.certificate.daysLeft <= 1 ? "error" : "warning";
  if (event.type === "probe.ill") return "warning";
  if (!("incident" in event) || event.muted !== null || event.incident.phase === "suspected") return "info";
  const { state, scope } = event.incident;
  if (state === "degraded") return "warning";
  return scope === "global" ? "critical" : "error";
}
