import { describe, expect, test } from "vitest";
import type { FoundNotice } from "../../../shared/notices/found.ts";
import { readNotices } from "../../../shared/notices/read.ts";
import { SourceKind } from "../../../shared/schema/index.ts";
import { formatInstant, parseInstant } from "../../../shared/schema/instant.ts";
import { noticeFixture as fixture, noticeFixtures } from "../../support/notices.ts";

/** Every kind of document, read to its notices. The fixtures have the vendors' shapes and nobody's words. */

const NOW = parseInstant("2026-03-04T12:00:00Z") ?? 0;

const read = (name: string, kind: SourceKind | null = null, url: string | null = null) => {
  const outcome = readNotices(fixture(name), { kind, now: NOW, url });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.because}`);
  return outcome.reading;
};
/** `id status/phase` and the times that are known, in the order began, first said, last said, over. */
const short = ({ id, status, phase, startedAt, saidAt, updatedAt, resolvedAt }: FoundNotice) => {
  const time = (value: number | null) => (value === null ? "-" : formatInstant(value).slice(5, 16));
  return `${id} ${status}/${phase ?? "-"} ${[startedAt, saidAt, updatedAt, resolvedAt].map(time).join(" ")}`;
};

const CASES: readonly (readonly [
  file: string,
  kind: SourceKind,
  coverage: "open" | "log",
  notices: readonly string[],
])[] = [
  [
    "statuspage-summary.json",
    "statuspage",
    "open",
    [
      "i7f2 major_outage/identified 03-04T08:05 03-04T08:12 03-04T08:41 -",
      "m1 maintenance/scheduled 03-08T01:00 03-01T10:00 03-01T10:00 -",
    ],
  ],
  [
    "statuspage-incidents.json",
    "statuspage",
    "log",
    [
      "late operational/resolved 02-07T18:00 02-10T12:00 02-10T12:05 02-07T18:30",
      "over partial_outage/monitoring 02-14T07:00 02-14T07:00 02-14T07:30 -",
    ],
  ],
  ["statuspage-status.json", "statuspage", "open", ["overall degraded_performance/- - - 03-04T08:41 -"]],
  ["statuspage-edge.json", "statuspage", "open", []],
  [
    "incidentio-widget.json",
    "incidentio",
    "open",
    [
      "01JN7A partial_outage/monitoring - - 03-04T08:20 -",
      "01JN7B maintenance/in_progress 03-04T06:00 - 03-04T06:00 -",
    ],
  ],
  ["incidentio-summary.json", "incidentio", "open", []],
  [
    "rootly-incidents.json",
    "rootly",
    "log",
    ["r-1 degraded_performance/investigating 03-19T11:55 03-19T11:40 03-19T11:55 -"],
  ],
  [
    "instatus-active.json",
    "instatus",
    "open",
    [
      "https://status.tern.example/ck1 major_outage/investigating 03-04T08:00 03-04T08:00 03-04T08:00 -",
      "https://status.tern.example/ck2 maintenance/in_progress 03-04T07:00 - - -",
    ],
  ],
  ["instatus-status.json", "instatus", "open", ["overall partial_outage/- - - 03-04T08:10 -"]],
  [
    "betterstack-index.json",
    "betterstack",
    "open",
    [
      "77 degraded_performance/investigating 03-04T08:00 03-04T08:05 03-04T08:05 -",
      "79 major_outage/resolved 03-01T08:00 - 03-01T08:20 03-01T08:20",
    ],
  ],
  [
    "statusio.json",
    "statusio",
    "open",
    [
      "65f0aa partial_outage/identified 03-04T07:50 03-04T07:50 03-04T08:00 -",
      "65f0bb maintenance/scheduled 03-09T01:00 03-02T07:50 03-02T07:50 -",
    ],
  ],
  [
    "gcp-incidents.json",
    "gcp",
    "log",
    [
      "Zx81kQm partial_outage/investigating 03-04T07:00 03-04T07:22 03-04T08:00 -",
      "old degraded_performance/resolved 02-01T00:00 02-01T00:30 02-01T02:10 02-01T02:00",
    ],
  ],
  [
    "aws-currentevents.json",
    "aws",
    "open",
    [
      "arn:aws:health:eu-central-1::event/LAMBDA/AWS_LAMBDA_OPERATIONAL_ISSUE/AWS_LAMBDA_OPERATIONAL_ISSUE_X1 partial_outage/identified 03-04T07:20 03-04T07:20 03-04T07:50 -",
    ],
  ],
  [
    "aws-dashboard.json",
    "aws",
    "log",
    ["store-us-west-2@1640158400 degraded_performance/resolved 12-22T07:33 12-22T07:33 12-22T07:33 12-22T07:33"],
  ],
  [
    "aws.rss",
    "rss",
    "log",
    [
      "https://status.cloud.example/#compute-eu-central-1_1772614800 degraded_performance/resolved - 03-04T09:00 03-04T09:00 03-04T09:00",
      "https://status.cloud.example/#compute-eu-central-1_1772612400 degraded_performance/resolved - 03-04T08:20 03-04T08:20 03-04T09:00",
    ],
  ],
  ["azure.rss", "azure", "open", ["trk-1 partial_outage/investigating - 03-04T08:20 03-04T08:20 -"]],
  [
    "statuspage.rss",
    "rss",
    "log",
    [
      "https://status.lumen.example/incidents/i7f2 partial_outage/identified - - 03-04T08:41 -",
      "https://status.lumen.example/incidents/m1 maintenance/scheduled - 03-01T10:00 03-01T10:00 -",
      "https://status.lumen.example/incidents/over partial_outage/resolved - - 02-14T07:30 02-14T07:30",
    ],
  ],
  [
    "page.atom",
    "rss",
    "log",
    ["tag:status.hafen.example,2026:1 degraded_performance/investigating - 03-04T07:30 03-04T08:00 -"],
  ],
  ["slack-current.json", "slack", "open", ["1501 partial_outage/identified 03-04T09:45 03-04T09:45 03-04T10:10 -"]],
  [
    "slack-history.json",
    "slack",
    "log",
    ["1500 major_outage/resolved 03-01T09:00 03-01T09:00 03-01T11:00 03-01T11:00"],
  ],
  ["stripe-current.json", "stripe", "open", ["overall degraded_performance/- - - 03-04T08:00 -"]],
  ["heroku-current.json", "heroku", "open", ["2701 major_outage/investigating 03-04T08:00 03-04T08:00 03-04T08:20 -"]],
  [
    "salesforce-incidents.json",
    "salesforce",
    "open",
    ["20003001 major_outage/investigating 03-04T08:00 03-04T08:10 03-04T08:40 -"],
  ],
  [
    "salesforce-instances.json",
    "salesforce",
    "open",
    [
      "7 degraded_performance/resolved 03-04T08:00 03-04T08:10 03-04T08:40 03-04T08:30",
      "9 maintenance/scheduled 04-01T01:00 03-01T00:00 03-01T00:00 -",
    ],
  ],
  [
    "cachet-incidents.json",
    "cachet",
    "log",
    [
      "12 degraded_performance/identified 03-04T08:00 03-04T08:00 03-04T08:30 -",
      "11 degraded_performance/resolved 03-01T08:00 03-01T08:00 03-01T09:00 03-01T09:00",
    ],
  ],
  ["cachet-components.json", "cachet", "open", ["overall major_outage/- - - 03-04T08:00 -"]],
  [
    "mastodon-statuses.json",
    "mastodon",
    "log",
    [
      "3 degraded_performance/resolved - 03-04T09:00 03-04T09:00 03-04T09:00",
      "1 degraded_performance/resolved - 03-04T08:00 03-04T08:00 03-04T09:00",
    ],
  ],
  ["bluesky-feed.json", "bluesky", "log", ["3k2 degraded_performance/investigating - 03-04T08:00 03-04T08:00 -"]],
  [
    "x-search.json",
    "x",
    "log",
    [
      "1900000000000000002 degraded_performance/resolved - 03-04T09:10 03-04T09:10 03-04T09:10",
      "1900000000000000001 degraded_performance/resolved - 03-04T08:05 03-04T08:05 03-04T09:10",
    ],
  ],
];

describe("a document is recognised by its shape and read to its notices", () => {
  test.each(CASES)("%s is %s", (file, kind, coverage, notices) => {
    const reading = read(file);
    expect([reading.kind, reading.coverage, reading.complaints]).toEqual([kind, coverage, []]);
    expect(reading.notices.map(short)).toEqual(notices);
  });

  test.each(CASES)("%s is the same when its kind is told", (file, kind) => {
    expect(read(file, kind)).toEqual(read(file));
  });

  test("every fixture is one of these cases, and every kind has one", () => {
    expect(CASES.map(([file]) => file).sort()).toEqual(noticeFixtures());
    const kinds = new Set(CASES.map(([, kind]) => kind));
    expect(SourceKind.options.filter((kind) => kind !== "page" && !kinds.has(kind))).toEqual([]);
  });
});

describe("a notice keeps", () => {
  const of = (file: string, id: string) => {
    const notice = read(file).notices.find((candidate) => candidate.id === id);
    if (notice === undefined) throw new Error(`${file} has no ${id}`);
    return notice;
  };

  test("the latest words as plain text, whatever the order of the updates", () => {
    expect(of("statuspage-summary.json", "i7f2").words).toBe("A bad release of the edge.\nWe roll it back.");
    expect(of("slack-current.json", "1501").words).toMatch(/^We've identified/);
    expect(of("statusio.json", "65f0aa").words).toBe("A disk is full.");
  });

  test("the last words of the incident itself rather than a postmortem", () => {
    expect(of("statuspage-incidents.json", "late").words).toBe("Checkout works again.");
  });

  test("its title with entities decoded", () =>
    expect(of("statuspage-summary.json", "i7f2").title).toBe("Playback fails & search is slow"));

  test("its link, made whole where the vendor writes half of it", () => {
    expect(of("gcp-incidents.json", "Zx81kQm").link).toBe("https://status.cloud.google.com/incidents/Zx81kQm");
    expect(of("statuspage-summary.json", "i7f2").link).toBe("https://stspg.example/i7f2");
    expect(of("bluesky-feed.json", "3k2").link).toBe("https://bsky.app/profile/status.lumen.example/post/3k2");
  });

  test("components and locations as the vendor names them", () => {
    expect(of("statuspage-summary.json", "i7f2").components).toEqual(["Playback", "API"]);
    expect(of("statuspage-incidents.json", "over").components).toEqual(["Search"]);
    expect(of("statusio.json", "65f0aa")).toMatchObject({ components: ["Registry"], locations: ["Frankfurt"] });
    expect(of("gcp-incidents.json", "Zx81kQm").locations).toEqual(["asia-northeast1", "us-west1"]);
    expect(of("salesforce-instances.json", "7").locations).toEqual(["EMEA", "EU47", "NA", "NA91"]);
  });

  test("the planned end of a maintenance", () =>
    expect(of("instatus-active.json", "https://status.tern.example/ck2").endsAt).toBe(
      parseInstant("2026-03-04T08:30:00Z"),
    ));
});

test("replies to others and what is passed on are no notices", () => {
  expect(read("mastodon-statuses.json").notices.map(({ id }) => id)).toEqual(["3", "1"]);
  expect(read("bluesky-feed.json").notices).toHaveLength(1);
});

test("an incident that cannot be read does not hide the others, and is complained of", () => {
  const document = JSON.parse(fixture("statuspage-summary.json"));
  document.incidents.push({ id: "bad" });
  const outcome = readNotices(JSON.stringify(document), { kind: null, now: NOW, url: null });
  expect(outcome).toMatchObject({ ok: true, reading: { complaints: ["incidents[1].name must be given: text"] } });
  expect(outcome.ok && outcome.reading.notices).toHaveLength(2);
});

test("unknown fields and fields of another type than usual change nothing that is not about them", () => {
  const document = JSON.parse(fixture("statuspage-summary.json"));
  Object.assign(document, { brand: { new: true } });
  Object.assign(document.incidents[0], { shortlink: 5, monitoring_at: {}, extra: [[]] });
  const outcome = readNotices(JSON.stringify(document), { kind: null, now: NOW, url: null });
  expect(outcome.ok && outcome.reading.notices[0]).toMatchObject({ id: "i7f2", link: null, status: "major_outage" });
});

test("nothing going on is no notice, and no error", () => {
  for (const [kind, text] of [
    ["aws", "[]"],
    ["slack", '{"status":"ok","active_incidents":[]}'],
    ["stripe", '{"largestatus":"up","message":"All well."}'],
    ["azure", '<?xml version="1.0"?><rss version="2.0"><channel><title>Azure Status</title></channel></rss>'],
    ["x", '{"meta":{"result_count":0}}'],
    ["bluesky", '{"feed":[]}'],
  ] as const) {
    const outcome = readNotices(text, { kind, now: NOW, url: null });
    expect([kind, outcome.ok && outcome.reading.notices]).toEqual([kind, []]);
  }
});

test("former versions of a kind are read as well", () => {
  const of = (document: object) => {
    const outcome = readNotices(JSON.stringify(document), { kind: null, now: NOW, url: null });
    return outcome.ok ? [outcome.reading.kind, ...outcome.reading.notices.map(short)] : outcome.because;
  };
  const time = "2026-03-04T08:00:00.000Z";
  const note = { date_created: time, body: "We are investigating." };
  expect(of({ status: "ok", date_created: time, date_updated: time })).toEqual(["slack"]);
  expect(
    of({
      status: "active",
      title: "Calls drop",
      type: "incident",
      url: "https://slack-status.example/c",
      date_created: time,
      date_updated: time,
      services: ["Calls"],
      notes: [note],
    }),
  ).toEqual([
    "slack",
    "https://slack-status.example/c partial_outage/investigating 03-04T08:00 03-04T08:00 03-04T08:00 -",
  ]);
  expect(
    of({
      status: { Production: "red", Development: "green" },
      issues: [{ id: 5, title: "Routing", resolved: false, created_at: time, updated_at: time, updates: [] }],
    }),
  ).toEqual(["heroku", "5 major_outage/investigating 03-04T08:00 03-04T08:00 03-04T08:00 -"]);
  const created = { human: "an hour ago", string: "2026-03-04 08:00:00" };
  expect(
    of({
      data: [
        {
          id: "3",
          type: "incidents",
          attributes: {
            name: "Mail is late",
            message: "A queue.",
            status: { human: "Watching", value: 3 },
            created,
            updated: created,
          },
        },
      ],
    }),
  ).toEqual(["cachet", "3 degraded_performance/monitoring 03-04T08:00 03-04T08:00 03-04T08:00 -"]);
});

test("archives of one JSON object a line are read", () => {
  const lines = JSON.parse(fixture("gcp-incidents.json")).map((incident: unknown) => JSON.stringify(incident));
  const outcome = readNotices(lines.join("\n"), { kind: null, now: NOW, url: null });
  expect(outcome.ok && outcome.reading.notices.map(({ id }) => id)).toEqual(["Zx81kQm", "old"]);
});

test("one incident alone, or in an envelope, is read as a list of one", () => {
  const [incident] = JSON.parse(fixture("statuspage-summary.json")).incidents;
  for (const document of [incident, { incident }, [incident]]) {
    const outcome = readNotices(JSON.stringify(document), { kind: null, now: NOW, url: null });
    expect(outcome.ok && outcome.reading.notices.map(({ id }) => id)).toEqual(["i7f2"]);
  }
});
