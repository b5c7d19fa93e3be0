import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendar } from "../../../shared/feed/calendar.ts";
import { announcedBy, declaredIn, type Planned } from "../../../shared/feed/planned.ts";
import { PublishedNotice, ServiceId } from "../../../shared/schema/index.ts";
import { at } from "../../support/incidents.ts";

/** Planned work as a calendar, as a parser that is not ours reads it. */

const head = { title: "Maintenance, all; of it", self: "https://down.example/calendar.ics", authority: "down.example" };
const declared = declaredIn({
  id: ServiceId.parse("aria"),
  name: "Aria",
  maintenance: [{ from: "2026-02-01T10:00:00+01:00", to: "2026-02-01T12:00:00Z", reason: "new disks" }],
});
const notice = (over: object = {}) =>
  PublishedNotice.parse({
    id: "m1",
    service: "shop",
    source: "statuspage",
    link: "https://status.shop.example/m1",
    title: "Database upgrade",
    words: `Writes are refused; reads, and search, go on.\nBackslash \\ and 🎧 ${"émigré ".repeat(30)}`,
    status: "maintenance",
    phase: "scheduled",
    startedAt: "2026-02-03T00:00:00.000Z",
    saidAt: "2026-01-20T00:00:00.000Z",
    updatedAt: "2026-01-21T00:00:00.000Z",
    resolvedAt: null,
    endsAt: "2026-02-03T04:00:00.000Z",
    components: [],
    locations: [],
    endpoints: [],
    regions: [],
    countries: [],
    ...over,
  });
const planned = [...declared, announcedBy(notice(), "Shop")].filter((plan): plan is Planned => plan !== null);
const text = calendar(planned, head);
const events = (source: string) =>
  new ICAL.Component(ICAL.parse(source)).getAllSubcomponents("vevent").map((part) => new ICAL.Event(part));

describe("the calendar", () => {
  test("is read whole by an independent parser, each window with its times", () => {
    expect(
      events(text).map(({ uid, summary, startDate, endDate }) => [
        uid,
        summary,
        startDate.toJSDate().toISOString(),
        endDate.toJSDate().toISOString(),
      ]),
    ).toEqual([
      [
        "maintenance_aria_ml3ifmo0@down.example",
        "Aria: new disks",
        "2026-02-01T09:00:00.000Z",
        "2026-02-01T12:00:00.000Z",
      ],
      [
        "notice_shop_statuspage_m1@down.example",
        "Shop: Database upgrade",
        "2026-02-03T00:00:00.000Z",
        "2026-02-03T04:00:00.000Z",
      ],
    ]);
  });

  test("gives the words back as they were", () => {
    expect(events(text)[1]?.description).toBe(notice().words);
  });

  test("has lines of at most 75 octets, ended as the RFC wants, and what it demands of each event", () => {
    for (const line of text.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    for (const name of ["UID", "DTSTAMP", "DTSTART"]) expect(text.match(new RegExp(`^${name}:`, "gm"))).toHaveLength(2);
  });

  test("lets nobody end a line or an event from within a title", () => {
    const evil = announcedBy(
      notice({ title: "x\r\nEND:VEVENT\r\nBEGIN:VEVENT", link: "https://x.example/\r\nX:1" }),
      "A\nB",
    );
    const read = events(calendar(evil === null ? [] : [evil], head));
    expect(read).toHaveLength(1);
    expect(read[0]?.summary).toBe("A B: x END:VEVENT BEGIN:VEVENT");
  });

  test("of unchanged work is the same to the byte", () => {
    expect(calendar([...planned].reverse(), head)).toBe(text);
  });
});

describe("a vendor's maintenance", () => {
  test("that ended early ends then, and one without an end has none", () => {
    expect(announcedBy(notice({ resolvedAt: "2026-02-03T01:00:00.000Z" }), "Shop")?.to).toBe(Date.UTC(2026, 1, 3, 1));
    expect(announcedBy(notice({ endsAt: null }), "Shop")?.to).toBeNull();
    const [event] = events(
      calendar(
        [announcedBy(notice({ endsAt: null }), "Shop")].flatMap((plan) => plan ?? []),
        head,
      ),
    );
    expect(event?.component.hasProperty("dtend")).toBe(false);
  });

  test("is planned work only when it says when it begins; an outage is none", () => {
    expect(announcedBy(notice({ startedAt: null }), "Shop")).toBeNull();
    expect(announcedBy(notice({ status: "major_outage" }), "Shop")).toBeNull();
    expect(at(0)).toBe(Date.UTC(2026, 0, 1));
  });
});
