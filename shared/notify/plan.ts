import type { Event } from "../schema/event.ts";
import { filteredBecause } from "./filter.ts";
import { quietUntil } from "./quiet.ts";
import type { Subscription } from "./subscription.ts";

/**
 * What becomes of an event for one subscription: sent, held for a while, or not sent, each with its reason. What was begun is
 * finished: whoever was told that an incident is open is told of its end, whatever the filter says by then.
 */

export const SKIPS = ["filtered", "muted", "inhibited", "paused", "superseded", "untold"] as const;
export type SkipReason = (typeof SKIPS)[number];

export type Plan =
  | { readonly kind: "send" }
  | { readonly kind: "hold"; readonly until: number; readonly because: string }
  | { readonly kind: "skip"; readonly because: SkipReason; readonly detail: string };

/** What a subscription was told of one subject so far. */
export type Told = {
  /** It was told of a beginning, and of no end since. */
  readonly open: boolean;
  /** How often it was told of an end. */
  readonly ends: number;
  /** When it was sent updates, within the last hour, the oldest first. */
  readonly updatedAt: readonly number[];
};

export const UNTOLD: Told = { open: false, ends: 0, updatedAt: [] };

export type Wishes = Pick<Subscription, "status" | "filter" | "quiet" | "updatesPerHour">;

const HOUR_MS = 3_600_000;

export function planDelivery(event: Event, { wishes, told, now }: { wishes: Wishes; told: Told; now: number }): Plan {
  if (wishes.status === "paused" || wishes.status === "disabled")
    return skip("paused", `the subscription was ${wishes.status}`);
  if (isEnd(event) && !told.open) return skip("untold", "its beginning was not sent, so neither is its end");
  if (!isEnd(event)) {
    const silent = silenced(event, wishes) ?? filtered(event, wishes);
    if (silent !== null) return silent;
  }
  return storm(event, { wishes, told, now }) ?? quiet(event, { wishes, now }) ?? { kind: "send" };
}

/** The subject's memory once an event was planned to be sent. */
export function toldAfter(event: Event, told: Told, now: number): Told {
  const recent = told.updatedAt.filter((at) => at > now - HOUR_MS);
  return {
    open: isIncident(event) ? !isOver(event) : false,
    ends: told.ends + (isOver(event) ? 1 : 0),
    updatedAt: isCounted(event, told) ? [...recent, now] : recent,
  };
}

function silenced(event: Event, { filter }: Wishes): Plan | null {
  if (!isIncident(event) || event.muted === null || filter.muted) return null;
  const { because, by } = event.muted;
  return because === "maintenance"
    ? skip("muted", `planned maintenance: ${by}`)
    : skip("inhibited", `explained by ${by}`);
}

function filtered(event: Event, { filter }: Wishes): Plan | null {
  const because = filteredBecause(event, filter);
  return because === null ? null : skip("filtered", because);
}

function storm(event: Event, { wishes, told, now }: { wishes: Wishes; told: Told; now: number }): Plan | null {
  if (!isCounted(event, told)) return null;
  const recent = told.updatedAt.filter((at) => at > now - HOUR_MS);
  const { updatesPerHour } = wishes;
  const oldest = recent[recent.length - updatesPerHour];
  if (oldest === undefined) return null;
  return { kind: "hold", until: oldest + HOUR_MS, because: `${updatesPerHour} updates of it were sent within an hour` };
}

function quiet(event: Event, { wishes, now }: { wishes: Wishes; now: number }): Plan | null {
  if (wishes.quiet === null) return null;
  const until = quietUntil(wishes.quiet, now);
  if (until === null) return null;
  const isGrave = isIncident(event) && event.incident.state === "down" && event.incident.scope === "global";
  if (wishes.quiet.exceptGlobal && isGrave) return null;
  return { kind: "hold", until, because: `quiet from ${wishes.quiet.from} to ${wishes.quiet.to}` };
}

/** What a flapping incident repeats: its updates, its returns, and every end but the first. */
function isCounted(event: Event, told: Told): boolean {
  if (event.type === "incident.updated" || event.type === "incident.recovering") return true;
  return event.type === "incident.resolved" && told.ends > 0;
}

type IncidentEvent = Extract<Event, { incident: unknown }>;

function isIncident(event: Event): event is IncidentEvent {
  return "incident" in event;
}

/** It only makes sense to who was told of the beginning. */
function isEnd(event: Event): boolean {
  return event.type === "incident.recovering" || isOver(event);
}

function isOver({ type }: Event): boolean {
  return type === "incident.resolved" || type === "incident.withdrawn";
}

function skip(because: SkipReason, detail: string): Plan {
  return { kind: "skip", because, detail };
}
