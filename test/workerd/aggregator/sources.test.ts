import { applyD1Migrations, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { Notice, Service } from "../../../shared/schema/index.ts";
import {
  type Gathered,
  type GatherPorts,
  gatherNotices,
  retellNotices,
} from "../../../workers/aggregator/sources/gather.ts";
import { judgeUrl } from "../../../workers/aggregator/sources/look-up.ts";
import { loadMemories } from "../../../workers/aggregator/store/source-memories.ts";

/** Vendors' sources from their server to D1, to the fold and to the API: a real server, a real database, a real object. */

const START = Math.floor(Date.now() / 60_000) * 60_000;
const MINUTE = 60_000;
const vendor = inject("vendorOrigin");
/** Sources are https; the vendor of this test is a plain server of this machine. */
const asked = (input: RequestInfo | URL) => String(input).replace("https://vendor.example", vendor);

const service = (id: string, official: { kind: string; url: string }[]) =>
  Service.parse({
    id,
    name: id,
    official,
    endpoints: [{ id: "api", name: "API", check: { url: `https://api.${id}.example/` } }],
  });
const page = (incidents: object[], indicator = "none") =>
  JSON.stringify({
    page: { id: "k3q9x7m2p5t1", name: "Aria", url: "https://status.aria.example" },
    status: { indicator, description: indicator === "none" ? "All Systems Operational" : "Trouble" },
    components: [],
    incidents,
    scheduled_maintenances: [],
  });
const incident = (over: object = {}) => ({
  id: "i1",
  name: "Errors",
  status: "investigating",
  impact: "major",
  created_at: new Date(START - 2 * MINUTE).toISOString(),
  updated_at: new Date(START - 2 * MINUTE).toISOString(),
  resolved_at: null,
  shortlink: "https://stspg.example/i1",
  incident_updates: [],
  components: [{ id: "c", name: "API Requests", status: "partial_outage" }],
  ...over,
});

let path = 0;
let name: string;
let told: z.input<typeof Notice>[];
let announced: number;
let services: Service[];
const serve = async (body: string, status = 200, at = name) => {
  await (await fetch(`${vendor}/${at}`, { method: "PUT", body: JSON.stringify({ status, body }) })).arrayBuffer();
};
const counted = async (at = name) => (await fetch(`${vendor}/${at}?count`)).json<{ read: number; unchanged: number }>();
const ports = (over: Partial<GatherPorts> = {}): GatherPorts => ({
  db: env.DB,
  fetch: (input, init) => fetch(asked(input as RequestInfo | URL), init as RequestInit),
  userAgent: "test",
  xToken: null,
  judge: async () => ({ kind: "allowed" }),
  judgeUrl,
  tell: async (words) => {
    told.push(...z.encode(z.array(Notice), [...words]));
  },
  verdicts: async () => new Map(),
  announce: async (events) => {
    announced += events;
  },
  ...over,
});
const gather = (minute: number, over: Partial<GatherPorts> = {}): Promise<Gathered> =>
  gatherNotices(services, { now: START + minute * MINUTE, ports: ports(over) });
const get = async (url: string) =>
  (await exports.default.fetch(`https://downwhere.test${url}`)).json<Record<string, unknown>>();

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  name = `summary-${++path}`;
  told = [];
  announced = 0;
  services = [service("aria", [{ kind: "statuspage", url: `https://vendor.example/${name}` }])];
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(JSON.stringify(services[0]))
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

describe("a source", () => {
  test("is read once while nothing changes, and each change is told and stored once", async () => {
    await serve(page([incident()]));
    expect(await gather(0)).toEqual({ read: 1, unchanged: 0, failed: 0, news: 1 });
    expect(told).toMatchObject([
      { service: "aria", endpoint: "api", source: "statuspage", status: "partial_outage", phase: "investigating" },
    ]);
    expect(await gather(0)).toEqual({ read: 0, unchanged: 0, failed: 0, news: 0 });
    expect(await gather(2)).toEqual({ read: 0, unchanged: 1, failed: 0, news: 0 });
    expect(await counted()).toEqual({ read: 2, unchanged: 1 });
    await serve(
      page([
        incident({
          status: "identified",
          incident_updates: [
            { status: "identified", body: "A <b>switch</b>.", created_at: new Date(START + 3 * MINUTE).toISOString() },
          ],
        }),
      ]),
    );
    expect(await gather(4)).toMatchObject({ read: 1, news: 1 });
    expect(told).toHaveLength(2);
    const { items } = await get("/v1/services/aria/notices");
    expect(items).toMatchObject([
      { id: "i1", phase: "identified", words: "A switch.", link: "https://stspg.example/i1", endpoints: ["api"] },
    ]);
  });

  test("is told to subscribers, each word once, and what was old when it was first read never", async () => {
    const old = { id: "i0", updated_at: new Date(START - 120 * MINUTE).toISOString() };
    await serve(page([incident(), incident({ ...old, created_at: old.updated_at })]));
    await gather(0);
    await gather(2);
    expect(announced).toBe(1);
    const { results } = await env.DB.prepare("SELECT type, subject, body, handed_at FROM published_events").all();
    expect(results).toMatchObject([
      { type: "notice.published", subject: "notice/aria/statuspage/i1", handed_at: null },
    ]);
    expect(JSON.parse(String(results[0]?.body))).toMatchObject({
      service: { id: "aria", name: "aria" },
      notice: { title: "Errors", phase: "investigating" },
      because: ["Errors"],
    });
  });

  test("that no longer lists an incident ends it: a summary never shows what is resolved", async () => {
    await serve(page([incident()]));
    await gather(0);
    await serve(page([]));
    await gather(2);
    expect(told.at(-1)).toMatchObject({ phase: "resolved", endpoint: "api" });
    expect((await get("/v1/services/aria/notices")).items).toMatchObject([
      { phase: "resolved", resolvedAt: new Date(START + 2 * MINUTE).toISOString() },
    ]);
  });

  test("that fails is unknown and changes nothing, is left alone longer each time, and comes back", async () => {
    await serve(page([incident()]));
    await gather(0);
    await serve("", 503);
    const tries = [];
    for (let minute = 2; minute < 32; minute++) if ((await gather(minute)).failed === 1) tries.push(minute);
    expect(tries.length).toBeGreaterThanOrEqual(4);
    expect(tries.length).toBeLessThanOrEqual(6);
    expect(told).toHaveLength(1);
    const { sources, items } = await get("/v1/services/aria/notices");
    expect(sources).toMatchObject([{ state: "unknown", because: "the status must be 2xx; received 503" }]);
    expect(items).toMatchObject([{ phase: "investigating" }]);
    await serve(page([]));
    for (let minute = 32; minute < 50; minute++) await gather(minute);
    expect((await get("/v1/services/aria/notices")).sources).toMatchObject([
      { state: "read", because: null, platform: "Atlassian Statuspage" },
    ]);
    expect(told.at(-1)).toMatchObject({ phase: "resolved" });
  });

  test("whose news cannot be told is read anew, and its news is not lost", async () => {
    await serve(page([incident()]));
    const away = { tell: () => Promise.reject(new Error("the fold is away")) };
    await expect(gather(0, away)).rejects.toThrow("away");
    expect(await loadMemories(env.DB)).toEqual({});
    expect(await gather(1)).toMatchObject({ read: 1, news: 1 });
    expect(told).toHaveLength(1);
  });

  test("that several services name is read once, for all of them", async () => {
    const shared = [{ kind: "statuspage", url: `https://vendor.example/${name}` }];
    services = [service("aria", shared), service("brio", shared)];
    await serve(page([incident()]));
    expect(await gather(0)).toMatchObject({ read: 1, news: 2 });
    expect(await counted()).toEqual({ read: 1, unchanged: 0 });
    expect(told.map(({ service: id }) => id)).toEqual(["aria", "brio"]);
  });
});

test("every word in force is told again, so that a crash loses none", async () => {
  await serve(page([incident()]));
  await gather(0);
  await retellNotices(services, { now: START + 5 * MINUTE, ports: ports() });
  expect(told).toHaveLength(2);
  expect(told[1]).toEqual(told[0]);
});

test("the fold hears a notice, once", async () => {
  const fusion = env.FUSION.getByName("real/0");
  const word: z.input<typeof Notice> = {
    service: "aria",
    endpoint: null,
    source: "statuspage",
    status: "major_outage",
    phase: "investigating",
    title: "Errors",
    at: new Date(START).toISOString(),
  };
  await fusion.hear([word, { ...word, service: "nobody" }]);
  await fusion.hear([word]);
  const { services: known } = await fusion.snapshot();
  expect(known.map(({ id }) => id)).toEqual(["aria"]);
  expect(known[0]?.verdict.state).not.toBe("down");
});

test("pages of one platform that fail together are told as the platform's trouble", async () => {
  const names = ["a", "b", "c", "d"].map((letter) => `${name}-${letter}`);
  services = names.map((at, index) =>
    service(`s${index}`, [{ kind: "statuspage", url: `https://vendor.example/${at}` }]),
  );
  const others = Array.from({ length: 6 }, (_, index) => `${name}-own-${index}`);
  services.push(
    ...others.map((at, index) => service(`o${index}`, [{ kind: "gcp", url: `https://vendor.example/${at}` }])),
  );
  await env.DB.batch(
    services.map((each) =>
      env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES (?, 0, 'test', ?)").bind(
        each.id,
        JSON.stringify(each),
      ),
    ),
  );
  for (const at of names) await serve("", 502, at);
  for (const at of others) await serve("[]", 200, at);
  for (let minute = 0; minute < 6; minute++) await gather(minute);
  const { platforms, items } = await get("/v1/sources");
  expect(platforms).toEqual([{ platform: "Atlassian Statuspage", failing: 4, of: 4 }]);
  const states = (items as { kind: string; state: string; because: string | null; url: string }[]).filter(({ url }) =>
    names.some((at) => url.endsWith(at)),
  );
  expect(states).toHaveLength(4);
  for (const { state, because } of states) {
    expect(state).toBe("unknown");
    expect(because).toMatch(/^Atlassian Statuspage itself seems to be failing: 4 of 4/);
  }
});

test("the official lag is the minutes from our opening to the vendor's first word", async () => {
  const openedAt = START - 14 * MINUTE;
  const opened = {
    id: "inc_aria_1",
    service: "aria",
    phase: "open",
    state: "down",
    scope: "global",
    layer: null,
    regions: {},
    reasons: [],
    timeline: [],
    suspectedAt: new Date(openedAt - MINUTE).toISOString(),
    openedAt: new Date(openedAt).toISOString(),
  };
  await env.DB.prepare(
    "INSERT INTO incidents (id, service, phase, suspected_at, body) VALUES (?, 'aria', 'open', ?, ?)",
  )
    .bind(opened.id, openedAt - MINUTE, JSON.stringify(opened))
    .run();
  await serve(page([incident()]));
  await gather(0);
  expect((await get("/v1/services/aria")).officialLag).toMatchObject({
    medianMinutes: 12,
    said: 1,
    unsaid: 0,
    incidents: [{ incident: "inc_aria_1", minutes: 12 }],
  });
});

test("with D1 away the API answers with what it knows, and says that it is stale", async () => {
  await env.DB.prepare("ALTER TABLE notices RENAME TO away").run();
  await env.DB.prepare("ALTER TABLE source_memories RENAME TO away_too").run();
  expect(await get("/v1/services/aria/notices")).toMatchObject({
    stale: true,
    items: [],
    sources: [{ state: "unread" }],
  });
  expect(await get("/v1/sources")).toMatchObject({ stale: true, items: [{ state: "unread" }] });
  expect(await get("/v1/services/aria")).toMatchObject({ id: "aria", officialLag: null });
});

test("notices are paged, the last word first", async () => {
  await serve(
    page(
      [1, 2, 3].map((minute) =>
        incident({ id: `i${minute}`, updated_at: new Date(START - minute * MINUTE).toISOString() }),
      ),
    ),
  );
  await gather(0);
  const first = await get("/v1/services/aria/notices?limit=2");
  expect((first.items as { id: string }[]).map(({ id }) => id)).toEqual(["i1", "i2"]);
  const second = await get(`/v1/services/aria/notices?limit=2&cursor=${String(first.next)}`);
  expect((second.items as { id: string }[]).map(({ id }) => id)).toEqual(["i3"]);
  expect(second.next).toBeNull();
});
