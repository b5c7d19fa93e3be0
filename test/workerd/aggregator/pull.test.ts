import {
  applyD1Migrations,
  createExecutionContext,
  createScheduledController,
  reset,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { readNotices } from "../../../shared/notices/read.ts";
import { sampleEvent } from "../../../shared/notify/sample.ts";
import { packRound } from "../../../shared/observe/pack-round.ts";
import { Event, type EventWire } from "../../../shared/schema/event.ts";
import { formatInstant, Incident, Service, ServiceId } from "../../../shared/schema/index.ts";
import { streamMessages } from "../../../workers/aggregator/pull/stream-messages.ts";
import { noteWatching, watchedSpans } from "../../../workers/aggregator/store/watches.ts";
import worker from "../../../workers/aggregator/worker.ts";
import { roundOf } from "../../support/rounds.ts";

/** What others pull, from D1 and the fold to the answer. */

const NOW = Date.now();
const MINUTE = 60_000;
const DAY = 86_400_000;

const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(`https://downwhere.test${path}`, { headers });
const text = async (path: string, headers?: Record<string, string>) => (await get(path, headers)).text();
const json = async (path: string) => (await get(path)).json<Record<string, unknown>>();

const service = (id: string, over: object = {}) =>
  Service.parse({
    id,
    name: `Service ${id}`,
    endpoints: [{ id: "web", name: "Website", check: { url: `https://${id}.example/` } }],
    ...over,
  });
const incident = (id: string, over: object = {}) =>
  Incident.parse({
    id: `inc_${id}`,
    service: "aria",
    phase: "resolved",
    state: "down",
    scope: "global",
    layer: "gateway",
    regions: { weur: { state: "up", probability: 0.01 } },
    suspectedAt: formatInstant(NOW - 10 * DAY),
    openedAt: formatInstant(NOW - 10 * DAY),
    recoveringAt: formatInstant(NOW - 10 * DAY + 30 * MINUTE),
    resolvedAt: formatInstant(NOW - 10 * DAY + 36 * MINUTE),
    reasons: [],
    timeline: [{ at: formatInstant(NOW - 10 * DAY), event: "incident.opened", because: ["11 of 11 regions"] }],
    ...over,
  });

async function store(incidents: readonly Incident[]) {
  for (const each of incidents)
    await env.DB.prepare("INSERT INTO incidents (id, service, phase, suspected_at, body) VALUES (?, ?, ?, ?, ?)")
      .bind(each.id, each.service, each.phase, each.suspectedAt, JSON.stringify(z.encode(Incident, each)))
      .run();
}

async function change(at: number, state: string) {
  await env.DB.prepare("INSERT INTO verdict_changes (service, at, body) VALUES ('aria', ?, ?)")
    .bind(at, JSON.stringify({ state }))
    .run();
}

/** Places go up over all tests, as they do in a database that lives: what an isolate remembers of the test before is behind. */
let position = 0;

async function publish(nonce: string, over: Partial<EventWire> = {}): Promise<string> {
  position += 1;
  const about = { id: ServiceId.parse("aria"), name: "Aria", tags: [] };
  const event = { ...z.encode(Event, sampleEvent({ now: NOW, nonce, service: about })), ...over };
  await env.DB.prepare(
    "INSERT INTO published_events (position, id, type, subject, service, simulated, at, committed_at, body) VALUES (?, ?, ?, 's', 'aria', 0, ?, ?, ?)",
  )
    .bind(position, event.id, event.type, NOW, NOW, JSON.stringify(event))
    .run();
  return String(position);
}

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const maintenance = [
    { from: formatInstant(NOW + DAY), to: formatInstant(NOW + DAY + 3_600_000), reason: "new disks" },
  ];
  for (const each of [service("aria"), service("shop", { maintenance })])
    await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES (?, 0, 'test', ?)")
      .bind(each.id, JSON.stringify(each))
      .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
  await env.FUSION.getByName("real/0").ingest(roundOf({ region: "weur", slot: NOW - MINUTE }));
});
afterEach(() => reset());

describe("feeds", () => {
  test("answer in their own types, are whole, and are told unchanged without a body", async () => {
    await store([incident("one"), incident("two", { service: "shop", openedAt: formatInstant(NOW - 5 * DAY) })]);
    const answer = await get("/feed.atom");
    expect(answer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const body = await answer.text();
    expect(body).toContain("<title>Service aria works again; it was down everywhere</title>");
    expect(body).toContain('href="https://downwhere.test/incidents/inc_two"');
    const tag = answer.headers.get("etag") ?? "";
    expect((await get("/feed.atom", { "if-none-match": tag })).status).toBe(304);
    expect(await text("/feed/aria.atom")).not.toContain("inc_two");
    const feed = await json("/feed/aria.json");
    expect(feed).toMatchObject({
      feed_url: "https://downwhere.test/feed/aria.json",
      items: [{ title: expect.any(String) }],
    });
  });

  test("of what is not there are a problem", async () => {
    expect((await get("/feed/none.atom")).status).toBe(404);
    const wrong = await get("/feed/aria.rss");
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      detail: 'file: must be the id of a service and one of .atom, .json; received "aria.rss"',
    });
  });
});

describe("the calendar", () => {
  test("has the windows of the catalogue and those that vendors announce, of all or of one", async () => {
    const notice = {
      id: "m1",
      service: "aria",
      source: "statuspage",
      link: "https://status.aria.example/m1",
      title: "Database",
      words: "w",
      status: "maintenance",
      phase: "scheduled",
      startedAt: formatInstant(NOW + DAY),
      saidAt: null,
      updatedAt: formatInstant(NOW),
      resolvedAt: null,
      endsAt: null,
      components: [],
      locations: [],
      endpoints: [],
      regions: [],
      countries: [],
    };
    await env.DB.prepare("INSERT INTO notices VALUES ('aria', 'u', 'm1', ?, 0, ?)")
      .bind(NOW, JSON.stringify(notice))
      .run();
    const all = await text("/calendar.ics");
    expect(all).toContain("SUMMARY:Service shop: new disks");
    expect(all).toContain("SUMMARY:Service aria: Database");
    expect(await text("/calendar/shop.ics")).not.toContain("Database");
  });
});

describe("uptime", () => {
  test("counts what is known, and the badge tells how much that is", async () => {
    await change(NOW - 20 * DAY, "up");
    await change(NOW - 19 * DAY, "up");
    await change(NOW - 8 * DAY, "unknown");
    await change(NOW - 6 * DAY, "up");
    await store([incident("one")]);
    await env.DB.prepare("INSERT INTO watches (since, until) VALUES (?, ?)")
      .bind(NOW - 20 * DAY, NOW + DAY)
      .run();
    const { windows } = await json("/v1/services/aria/uptime");
    expect(windows).toMatchObject([
      { days: 30, knownSeconds: expect.closeTo(18 * 86_400, -2), seconds: { down: 36 * 60, maintenance: 0 } },
      { days: 90, knownSeconds: expect.closeTo(18 * 86_400, -2) },
    ]);
    expect(await text("/badge/aria.svg?uptime=30")).toContain("Service aria uptime 30 d: 99.86 % of 18 d");
    expect(await json("/badge/aria.json?uptime=90&label=A")).toMatchObject({
      schemaVersion: 1,
      label: "A uptime 90 d",
    });
  });

  test("is not known of a service that nobody has watched", async () => {
    expect(await text("/badge/shop.svg?uptime=30")).toContain("not known");
  });

  test("time in which nobody watched is a gap between two spans; a minute that is late is none", async () => {
    for (const minute of [0, 1, 2, 4, 10, 11]) await noteWatching(env.DB, NOW + minute * MINUTE);
    expect(await watchedSpans(env.DB, { from: NOW - DAY, to: NOW + DAY })).toEqual([
      { from: NOW, to: NOW + 4 * MINUTE },
      { from: NOW + 10 * MINUTE, to: NOW + 11 * MINUTE },
    ]);
  });
});

describe("badges", () => {
  test("tell the state, and carry no style that a policy could take away", async () => {
    const answer = await get("/badge/aria.svg?label=%3Cb%3E");
    expect(answer.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    const svg = await answer.text();
    expect(svg).toMatch(/aria-label="&lt;b&gt;: (up|not known)"/);
    expect(svg).not.toContain("style");
    expect((await get("/badge/aria.svg?uptime=7")).status).toBe(400);
  });
});

describe("the widget", () => {
  test("may be framed, runs no script, and is light; no other page may be framed", async () => {
    const answer = await get("/widget/aria");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-ancestors *");
    expect(policy).not.toContain("script-src");
    expect(answer.headers.get("x-frame-options")).toBeNull();
    const bodies = [await answer.text(), await text("/widget.css"), await text("/widget.js")];
    expect(bodies[0]).toContain("Service aria");
    expect(bodies.join("").length).toBeLessThan(10_000);
    for (const path of ["/", "/v1/status", "/feed.atom"])
      expect((await get(path)).headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  test("is what oEmbed answers for the page of a service, within the size that is asked for", async () => {
    const of = (path: string) => encodeURIComponent(`https://downwhere.test${path}`);
    const answer = await json(`/oembed?url=${of("/s/aria")}&maxwidth=300`);
    expect(answer).toMatchObject({ version: "1.0", type: "rich", width: 300, height: 132 });
    expect(answer.html).toContain('src="https://downwhere.test/widget/aria"');
    expect(await text(`/oembed?url=${of("/s/aria")}&format=xml`)).toContain("<type>rich</type>");
    expect((await get(`/oembed?url=${encodeURIComponent("https://evil.example/s/aria")}`)).status).toBe(404);
    expect((await get(`/oembed?url=${of("/s/none")}`)).status).toBe(404);
  });
});

describe("metrics", () => {
  test("come in the dialect that is asked for, with latency from the rounds", async () => {
    await env.DB.prepare("INSERT INTO rounds (slot, lane, simulated, body) VALUES (?, 'weur/60/0', 0, ?)")
      .bind(NOW - MINUTE, packRound(roundOf({ region: "weur", slot: NOW - MINUTE })))
      .run();
    const plain = await get("/metrics");
    expect(plain.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const body = await plain.text();
    expect(body).toContain(
      'downwhere_look_latency_seconds{service="aria",endpoint="web",region="weur",quantile="0.5"} 0.042',
    );
    expect(body).toContain('downwhere_probe_rounds_total{region="weur",outcome="run"} 1');
    const open = await text("/metrics", { accept: "application/openmetrics-text" });
    expect(open.endsWith("# EOF\n")).toBe(true);
  });
});

describe("the Statuspage-compatible documents", () => {
  test("are read back by our own reader, of the network and of one service", async () => {
    await store([incident("one"), incident("two", { phase: "open", service: "shop" })]);
    const read = (document: string) => readNotices(document, { kind: "statuspage", now: NOW, url: null });
    const summary = read(await text("/api/v2/summary.json"));
    if (!summary.ok) throw new Error(summary.because);
    expect(summary.reading.notices.map(({ id, status }) => [id, status])).toEqual([
      ["inc_two", "major_outage"],
      [`maintenance_shop_${(NOW + DAY).toString(36)}`, "maintenance"],
    ]);
    const own = read(await text("/s/aria/api/v2/incidents.json"));
    expect(own.ok && own.reading.notices.map(({ id }) => id)).toEqual(["inc_one"]);
    for (const path of ["status", "components", "incidents/unresolved", "scheduled-maintenances/upcoming"])
      expect((await json(`/api/v2/${path}.json`)).page).toMatchObject({ id: "downwhere", time_zone: "Etc/UTC" });
    expect((await get("/s/none/api/v2/summary.json")).status).toBe(404);
  });
});

/** Messages of a stream until so many have come; then the reader goes away. */
async function messages(path: string, count: number, headers: Record<string, string> = {}) {
  const answer = await get(path, headers);
  expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = "";
  const whole = () => received.split("\n\n").slice(0, -1);
  while (whole().length < count) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done === true) break;
    received += value;
  }
  await reader?.cancel();
  return whole().map((message) =>
    Object.fromEntries(
      message.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(": ") + 2)]),
    ),
  );
}

/** All streams share a look that is up to two seconds old: waits until a new one begins at a place. */
const begunAt = (place: string) =>
  expect.poll(async () => (await messages("/v1/stream", 2))[1]?.id, { timeout: 5_000, interval: 100 }).toBe(place);

describe("the stream", { timeout: 20_000 }, () => {
  test("begins with how to come back and how everything is, from where events go on", async () => {
    await begunAt(await publish("a"));
    const [retry, status] = await messages("/v1/stream", 2);
    expect(retry).toEqual({ retry: "3000" });
    expect(status?.event).toBe("status");
    expect(JSON.parse(status?.data ?? "").services.map(({ id }: { id: string }) => id)).toEqual(["aria", "shop"]);
  });

  test("resumes after an event, in the order of commitment, and skips none", async () => {
    const [first, second, third] = [await publish("a"), await publish("b"), await publish("c")];
    const resumed = await messages("/v1/stream", 4, { "last-event-id": first });
    expect(resumed.slice(1).map(({ id, event }) => [id, event])).toEqual([
      [first, "status"],
      [second, "incident.opened"],
      [third, "incident.opened"],
    ]);
    expect(JSON.parse(resumed[2]?.data ?? "")).toMatchObject({
      id: "evt_test_b",
      links: { incident: expect.any(String) },
    });
    expect((await messages(`/v1/stream?lastEventId=${second}`, 3))[2]?.id).toBe(third);
  });

  test("tells what is committed while it is open, and only what is asked for", async () => {
    await begunAt(await publish("a"));
    const open = messages("/v1/stream?services=aria&events=incident.resolved", 3);
    await publish("b");
    const wanted = await publish("c", { type: "incident.resolved" });
    await publish("d");
    const told = await open;
    expect(JSON.parse(told[1]?.data ?? "").services).toHaveLength(1);
    expect(told[2]).toMatchObject({ id: wanted, event: "incident.resolved" });
  });

  test("of a database that was set back goes on from where that stands", async () => {
    const place = await publish("a");
    expect((await messages("/v1/stream", 2, { "last-event-id": "900" }))[1]?.id).toBe(place);
  });

  test("refuses an id that is none of its own, and a service that cannot be", async () => {
    expect((await get("/v1/stream", { "last-event-id": "evt_x" })).status).toBe(400);
    expect((await get("/v1/stream?services=A!")).status).toBe(400);
  });
});

describe("a stream in which nothing happens", () => {
  const front = { snapshot: { asOf: formatInstant(NOW), services: [], regions: [], incidents: [] }, stale: false };

  test("says that it lives every fifteen seconds, and ends after five minutes", async () => {
    let now = NOW;
    const ports = {
      now: () => now,
      wait: async (ms: number) => {
        now += ms;
      },
      isGone: () => false,
      look: async () => ({ events: [], last: 7, front }),
    };
    const received: [number, string][] = [];
    for await (const message of streamMessages(ports, { after: null, filter: {}, origin: "https://x.example" }))
      received.push([Math.round((now - NOW) / 1_000), message]);
    const beats = received.slice(2);
    expect(received[1]?.[1]).toContain("id: 7\n");
    expect(beats.every(([, message]) => message === ": alive\n\n")).toBe(true);
    expect(beats.slice(0, 3).map(([second]) => second)).toEqual([16, 32, 48]);
    expect(now - NOW).toBe(300_000);
  });
});

test("the minute's work notes that somebody is watching", async () => {
  const context = createExecutionContext();
  const controller = createScheduledController({ scheduledTime: new Date(NOW), cron: "* * * * *" });
  await worker.scheduled(controller, env, context);
  await waitOnExecutionContext(context);
  await noteWatching(env.DB, NOW + MINUTE);
  expect(await watchedSpans(env.DB, { from: 0, to: NOW + 1 })).toEqual([{ from: NOW, to: NOW + MINUTE }]);
});
