import { calendarText, calendarTime, contentLine } from "./content-line.ts";
import { CALENDAR_EVENTS } from "./limits.ts";
import type { Planned } from "./planned.ts";

/** Planned work as an iCalendar object (RFC 5545, with the refresh and names of RFC 7986): subscribe to it, nothing to import. */

export type CalendarHead = {
  readonly title: string;
  readonly self: string;
  /** Right of the `@` of every UID: a host name. */
  readonly authority: string;
};

export function calendar(planned: readonly Planned[], { title, self, authority }: CalendarHead): string {
  const events = [...planned].sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1)).slice(-CALENDAR_EVENTS);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Downwhere//Maintenance//EN",
    "CALSCALE:GREGORIAN",
    contentLine("NAME", calendarText(title)),
    contentLine("X-WR-CALNAME", calendarText(title)),
    contentLine("SOURCE;VALUE=URI", self),
    "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
    ...events.flatMap((event) => eventLines(event, authority)),
    "END:VCALENDAR",
  ];
  return `${lines.join("\r\n")}\r\n`;
}

function eventLines(planned: Planned, authority: string): string[] {
  const { id, title, words, from, to, announcedAt, updatedAt, link, declaredBy, service } = planned;
  return [
    "BEGIN:VEVENT",
    contentLine("UID", `${calendarText(id)}@${authority}`),
    // Without a METHOD this is when it was last revised (3.8.7.2), so an unchanged calendar stays the same to the byte.
    `DTSTAMP:${calendarTime(updatedAt)}`,
    `CREATED:${calendarTime(announcedAt)}`,
    `LAST-MODIFIED:${calendarTime(updatedAt)}`,
    `DTSTART:${calendarTime(from)}`,
    ...(to === null ? [] : [`DTEND:${calendarTime(to)}`]),
    contentLine("SUMMARY", calendarText(title)),
    ...(words === "" ? [] : [contentLine("DESCRIPTION", calendarText(words))]),
    contentLine("CATEGORIES", ["maintenance", service, declaredBy].map(calendarText).join(",")),
    ...(link === null ? [] : [contentLine("URL", uriText(link))]),
    "STATUS:CONFIRMED",
    // Somebody else's work makes nobody busy.
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
  ];
}

/** A URI value stands unescaped, so nothing that could end the line may be in it. */
function uriText(link: string): string {
  return link.replace(/[\p{Cc}\s]/gu, "");
}
