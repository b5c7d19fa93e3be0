import type { Notice } from "../schema/index.ts";
import type { Model } from "./model.ts";

/**
 * What the vendor says of itself: the last word of each source, about the whole or about one endpoint. A notice raises what
 * has been seen and never opens anything by itself; "all green", or silence, lowers nothing. A maintenance mutes while it is
 * under way; one that is only scheduled says nothing of now.
 */
export type Notices = Map<string, Notice>;

/** Takes in one notice; an older one is no news. Changed in place. */
export function hearNotice(notices: Notices, notice: Notice): void {
  const key = `${notice.source}/${notice.endpoint ?? ""}`;
  const known = notices.get(key);
  if (known === undefined || known.at <= notice.at) notices.set(key, notice);
}

/** What is in force: how many times likelier a failure is for it, and what it says. */
export type Announcement = { readonly likelier: number; readonly maintenance: boolean; readonly because: string };

/** `null` when the vendor admits nothing. */
export function announcedIn(notices: Notices, now: number, { notice: model, minuteMs }: Model): Announcement | null {
  let loudest: Announcement | null = null;
  let maintenance = false;
  for (const { status, phase, at, source, title } of notices.values()) {
    if (phase === "resolved" || status === "operational" || now - at > model.staleMinutes * minuteMs) continue;
    if (status === "maintenance" && phase === "scheduled") continue;
    if (status === "maintenance") maintenance = true;
    const likelier = status === "maintenance" ? 1 : status === "degraded_performance" ? model.degraded : model.outage;
    const because = `${source} says: ${status.replaceAll("_", " ")}${title === "" ? "" : `, "${title}"`}`;
    if (loudest === null || likelier > loudest.likelier) loudest = { likelier, maintenance, because };
  }
  return loudest === null ? null : { ...loudest, maintenance };
}
