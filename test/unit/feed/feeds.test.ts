import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { describe, expect, test } from "vitest";
import { atomFeed, type FeedHead } from "../../../shared/feed/atom.ts";
import { entriesOf } from "../../../shared/feed/entries.ts";
import { jsonFeed } from "../../../shared/feed/json-feed.ts";
import { parseXml } from "../../../shared/notices/xml.ts";
import { type Incident, parseInstant, ServiceId } from "../../../shared/schema/index.ts";
import { at, incidentOf } from "../../support/incidents.ts";

/** Feeds by the rules of their formats, and as a parser that is not ours reads them. */

const NAMES: Readonly<Record<string, string>> = { aria: "Aria", shop: 'Shop <b>&"\u0007\uFFFF' };
const head = (over: Partial<FeedHead> = {}): FeedHead => ({
  title: "Downwhere: incidents",
  self: "https://down.example/feed.atom",
  home: "https://down.example/",
  authority: "down.example",
  asOf: at(60),
  linkOf: ({ id }) => `https://down.example/incidents/${id}`,
  ...over,
});
const entries = (incidents: readonly Incident[], about: string | null = null) =>
  entriesOf(incidents, {
    names: (service) => NAMES[service] ?? service,
    about: about === null ? null : ServiceId.parse(about),
  });

const HOSTILE = incidentOf({
  service: "shop",
  phase: "resolved",
  at: [100, 102, 110, 115],
  because: ["<script>alert(1)</script> ]]> &amp; \u202Egnp.exe \ud800"],
});
const ALL = [incidentOf(), HOSTILE, incidentOf({ service: "aria", id: "inc_aria_r", phase: "recovering" })];

describe("the entries of a feed", () => {
  test("are the incidents that were opened and that people are told of, the last changed first", () => {
    const muted = incidentOf({ id: "inc_m", muted: { because: "maintenance", by: "maintenance: new disks" } });
    const inhibited = incidentOf({ id: "inc_i", muted: { because: "inhibited", by: "inc_other" } });
    const all = [
      incidentOf({ id: "inc_s", phase: "suspected" }),
      incidentOf({ id: "inc_w", phase: "withdrawn" }),
      muted,
      inhibited,
      ...ALL,
    ];
    expect(entries(all).map(({ id }) => id)).toEqual(["inc_shop_100", "inc_aria_r", "inc_aria_0"]);
    expect(entries(all, "aria").map(({ id }) => id)).toContain("inc_i");
  });

  test.each([
    ["open", { scope: "regional" }, "Aria is down in Western Europe and Eastern Europe"],
    ["open", { scope: "global" }, "Aria is down everywhere"],
    [
      "open",
      { state: "degraded", scope: "isolated", regions: { oc: { state: "degraded", probability: 0.9 } } },
      "Aria is degraded in Oceania",
    ],
    ["recovering", {}, "Aria is coming back: 1 of 2 regions work again"],
    ["resolved", {}, "Aria works again; it was down in Western Europe and Eastern Europe"],
    [
      "open",
      {
        regions: Object.fromEntries(
          ["weur", "eeur", "me", "afr", "attic-berlin"].map((id, i) => [
            id,
            { state: "down", probability: 0.9 - i / 10 },
          ]),
        ),
      },
      "Aria is down in Western Europe, Eastern Europe, Middle East and 2 more",
    ],
  ] as const)("%s %o reads %s", (phase, telling, title) => {
    expect(entries([incidentOf({ phase, ...telling } as Parameters<typeof incidentOf>[0])])[0]?.title).toBe(title);
  });
});

describe("the Atom feed", () => {
  const text = atomFeed(entries(ALL), head());

  test("is well-formed XML that an independent parser reads whole", () => {
    expect(parseXml(text).ok).toBe(true);
    const feed = parseAtomFeed(text);
    expect(feed).toMatchObject({
      title: { value: "Downwhere: incidents" },
      updated: "2026-01-01T01:55:00.000Z",
    });
    expect(feed.entries?.map(({ title }) => title?.value)).toEqual([
      'Shop <b>&"  works again; it was down in Western Europe and Eastern Europe',
      "Aria is coming back: 1 of 2 regions work again",
      "Aria is down in Western Europe and Eastern Europe",
    ]);
  });

  test("keeps the rules of RFC 4287: one id, title, updated each; absolute ids, unique; an author; a link to itself", () => {
    const feed = parseAtomFeed(text);
    expect(feed.id).toBe("https://down.example/feed.atom");
    expect(feed.authors?.[0]?.name).toBe("Downwhere");
    expect(feed.links).toContainEqual({
      rel: "self",
      type: "application/atom+xml",
      href: "https://down.example/feed.atom",
    });
    const ids = feed.entries?.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(3);
    for (const entry of feed.entries ?? []) {
      expect(entry.id).toMatch(/^tag:down\.example,2026:inc_[a-z0-9_]+$/);
      expect(parseInstant(String(entry.updated))).toBeGreaterThanOrEqual(parseInstant(String(entry.published)) ?? 0);
      expect(entry.links?.filter(({ rel }) => rel === "alternate")).toHaveLength(1);
      expect(entry.content?.value).toContain("<p>");
    }
    expect(text.match(/<id>/g)).toHaveLength(4);
    expect(text.match(/<updated>/g)).toHaveLength(4);
  });

  test("holds no foreign markup, no character that XML has not, and nothing that turns the direction of reading", () => {
    expect(text).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
    expect(text).not.toContain("\u202E");
    const html = String(parseAtomFeed(text).entries?.[0]?.content?.value);
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
  });

  test("of an incident that moves on keeps its id and moves its time", () => {
    const [before, after] = (["open", "recovering"] as const).map(
      (phase) => parseAtomFeed(atomFeed(entries([incidentOf({ phase })]), head())).entries?.[0],
    );
    expect(after?.id).toBe(before?.id);
    expect(parseInstant(String(after?.updated))).toBeGreaterThan(parseInstant(String(before?.updated)) ?? 0);
  });

  test("without incidents is valid, and as new as what is known", () => {
    expect(parseAtomFeed(atomFeed([], head()))).toMatchObject({ updated: "2026-01-01T01:00:00.000Z" });
  });
});

describe("the JSON feed", () => {
  const feed = JSON.parse(JSON.stringify(jsonFeed(entries(ALL), head({ self: "https://down.example/feed.json" }))));

  test("is read by an independent parser, and keeps the rules of version 1.1", () => {
    const read = parseJsonFeed(feed);
    expect(read).toMatchObject({
      title: "Downwhere: incidents",
      feed_url: "https://down.example/feed.json",
      language: "en",
    });
    expect(feed.version).toBe("https://jsonfeed.org/version/1.1");
    expect(read.items).toHaveLength(3);
    for (const item of feed.items) {
      expect(typeof item.id).toBe("string");
      expect(item.content_html ?? item.content_text).toBeTruthy();
      expect(parseInstant(item.date_published)).not.toBeNull();
      expect(item.tags.every((tag: unknown) => typeof tag === "string")).toBe(true);
    }
  });

  test("carries the incident as the API answers it", () => {
    expect(feed.items[2]._downwhere.incident).toMatchObject({ id: "inc_aria_0", phase: "open", layer: "cdn" });
  });
});
