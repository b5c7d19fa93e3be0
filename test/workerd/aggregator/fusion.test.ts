import { applyD1Migrations, evictDurableObject, reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";
import { parseConfig } from "../../../workers/aggregator/config.ts";
import { readFront } from "../../../workers/aggregator/front.ts";
import { publishedSnapshot } from "../../../workers/aggregator/publish.ts";
import type { Shard } from "../../../workers/aggregator/shard.ts";
import { roundOf, SERVICE_JSON } from "../../support/rounds.ts";

const START = 1_767_225_600_000;
const MINUTE = 60_000;
const REGIONS = ["weur", "eeur", "enam", "wnam", "oc", "apac", "apac-ne", "apac-se"];
const fusion = () => env.FUSION.getByName("real/0");
const get = async (path: string) => {
  const response = await exports.default.fetch(`https://downwhere.test${path}`);
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: (await response.json()) as Record<string, unknown>,
  };
};

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(SERVICE_JSON)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

async function play(minutes: number, failing: (minute: number, region: string) => boolean, from = 0): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let minute = from; minute < from + minutes; minute++) {
    for (const [index, region] of REGIONS.entries()) {
      const round = roundOf({
        region,
        slot: START + minute * MINUTE + index * 1_000,
        cause: failing(minute, region) ? "origin_error" : null,
      });
      await env.DB.prepare("INSERT OR IGNORE INTO rounds (slot, lane, simulated, body) VALUES (?, ?, 0, ?)")
        .bind(round.slot, round.lane, packRound(round))
        .run();
      await fusion().ingest(round);
      rounds.push(round);
    }
  }
  return rounds;
}

describe("the fusion object", () => {
  test("opens one incident for an outage, writes its events once and publishes it", async () => {
    await play(8, (minute) => minute >= 4);
    const incidents = await env.DB.prepare("SELECT id, phase FROM incidents").all();
    expect(incidents.results).toHaveLength(1);
    expect(incidents.results[0]?.phase).toBe("open");
    const { results } = await env.DB.prepare("SELECT id, body FROM published_events ORDER BY position").all();
    const kinds = results.map(({ body }) => JSON.parse(String(body)).type);
    expect(kinds.filter((kind) => kind !== "incident.updated")).toEqual(["incident.suspected", "incident.opened"]);
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
    const published = await env.SNAPSHOTS.get<{ services: { verdict: { state: string } }[] }>(
      "snapshot/real/0",
      "json",
    );
    expect(published?.services[0]?.verdict.state).toBe("down");
  });

  test("counts a round once, however often it is told", async () => {
    const rounds = await play(6, (minute) => minute >= 4);
    const before = await fusion().snapshot();
    for (const round of rounds) await fusion().ingest(round);
    expect(await fusion().snapshot()).toEqual(before);
    expect(before.regions.map(({ rounds: counted }) => counted.run)).toEqual(REGIONS.map(() => 6));
  });

  test("goes on with the same incident after it was evicted in the middle of it", async () => {
    await play(7, (minute) => minute >= 4);
    const before = await fusion().snapshot();
    await evictDurableObject(fusion());
    const after = await fusion().snapshot();
    expect(after.incidents.map(({ id, phase }) => [id, phase])).toEqual(
      before.incidents.map(({ id, phase }) => [id, phase]),
    );
    await play(3, () => true, 7);
    expect((await env.DB.prepare("SELECT count(*) AS n FROM incidents").first())?.n).toBe(1);
  });

  test("folds the rounds that reached D1 while it was gone", async () => {
    await play(4, () => false);
    await evictDurableObject(fusion());
    for (const region of REGIONS) {
      const round = roundOf({ region, slot: START + 4 * MINUTE + 30_000, cause: "origin_error" });
      await env.DB.prepare("INSERT INTO rounds (slot, lane, simulated, body) VALUES (?, ?, 0, ?)")
        .bind(round.slot, round.lane, packRound(round))
        .run();
    }
    const { regions } = await fusion().snapshot();
    expect(regions.map(({ rounds }) => rounds.run)).toEqual(REGIONS.map(() => 5));
  });

  test("lets silence become unknown, with its reason, and resolves nothing by it", async () => {
    await play(8, (minute) => minute >= 4);
    await fusion().tick(START + 30 * MINUTE);
    const { services, incidents } = await fusion().snapshot();
    expect(services[0]?.verdict.state).toBe("unknown");
    expect(services[0]?.verdict.because.join()).toContain("silent");
    expect(incidents[0]?.phase).toBe("open");
  });

  test("keeps records while D1 is away and writes them when it is back", async () => {
    await play(4, () => false);
    await env.DB.prepare("ALTER TABLE incidents RENAME TO away").run();
    for (const minute of [4, 5, 6]) {
      for (const [index, region] of REGIONS.entries())
        await fusion().ingest(
          roundOf({ region, slot: START + minute * MINUTE + index * 1_000, cause: "origin_error" }),
        );
    }
    expect((await fusion().snapshot()).incidents).toHaveLength(1);
    await env.DB.prepare("ALTER TABLE away RENAME TO incidents").run();
    await fusion().tick(START + 7 * MINUTE);
    expect((await env.DB.prepare("SELECT phase FROM incidents").first())?.phase).toBe("open");
  });
});

describe("looks besides the schedule", () => {
  const looksAt = (region: string, at: number, extra: boolean) => {
    const { observations, controls } = roundOf({ region, slot: at, cause: "origin_error" });
    return { region, simulated: false, extra, observations, controls };
  };
  const extras = async () => (await env.DB.prepare("SELECT count(*) AS n FROM extra_looks").first())?.n;

  test("a first failure is answered with whom to ask, and the incident opens without waiting for a round", async () => {
    await play(2, () => false);
    const at = START + 2 * MINUTE;
    const { again, ask } = await fusion().alert(looksAt("weur", at, false));
    expect(again).toEqual([{ service: "aria", endpoint: "web" }]);
    expect(ask).toMatchObject([{ assignment: { service: "aria", check: { url: "https://www.aria.example/" } } }]);
    const regions = ask[0]?.regions ?? [];
    expect(regions).toHaveLength(4);
    for (const [index, region] of regions.entries())
      expect(await fusion().alert(looksAt(region, at + 300 + index, true))).toEqual({ again: [], ask: [] });
    expect((await fusion().snapshot()).incidents).toMatchObject([{ service: "aria", phase: "open" }]);
    // An answer does not wait for what it makes the object write; the next test's storage must not see that.
    await fusion().tick(at + MINUTE);
  });

  test("are one row a minute, none while there are none, and are counted where they were made", async () => {
    await play(2, () => false);
    await fusion().tick(START + 2 * MINUTE);
    expect(await extras()).toBe(0);
    for (const region of REGIONS) await fusion().alert(looksAt(region, START + 2 * MINUTE + 1_000, true));
    await fusion().tick(START + 3 * MINUTE);
    await fusion().tick(START + 4 * MINUTE);
    expect(await extras()).toBe(1);
    const { regions } = await fusion().snapshot();
    expect(regions.map(({ extraLooks, rounds }) => [extraLooks, rounds.run])).toEqual(REGIONS.map(() => [1, 2]));
  });

  test("are kept while D1 is away", async () => {
    await play(2, () => false);
    await env.DB.prepare("ALTER TABLE extra_looks RENAME TO away").run();
    await fusion().alert(looksAt("weur", START + 2 * MINUTE, true));
    await fusion().tick(START + 3 * MINUTE);
    await env.DB.prepare("ALTER TABLE away RENAME TO extra_looks").run();
    await fusion().tick(START + 4 * MINUTE);
    expect(await extras()).toBe(1);
  });

  test("are folded again when the object is rebuilt from D1 alone", async () => {
    await play(2, () => false);
    for (const region of REGIONS) await fusion().alert(looksAt(region, START + 2 * MINUTE + 1_000, true));
    await fusion().tick(START + 3 * MINUTE);
    const before = await fusion().snapshot();
    expect(before.incidents).toMatchObject([{ phase: "open" }]);
    await runInDurableObject(fusion(), (_, state) => {
      state.storage.sql.exec("DELETE FROM state");
    });
    await evictDurableObject(fusion());
    const after = await fusion().snapshot();
    expect(after.incidents.map(({ id, phase }) => [id, phase])).toEqual(
      before.incidents.map(({ id, phase }) => [id, phase]),
    );
  });
});

describe("the API", () => {
  test("tells the state, the map, the votes, the history and the incident", async () => {
    await play(8, (minute, region) => minute >= 4 && ["weur", "eeur"].includes(region));
    const { body: status } = await get("/v1/status");
    expect(status).toMatchObject({
      summary: { down: 1 },
      services: [{ id: "aria", state: "down", scope: "regional", layer: "backend", phase: "open" }],
    });
    const { body: map, type } = await get("/v1/services/aria/map");
    expect(type).toContain("application/geo+json");
    expect(map).toMatchObject({
      type: "FeatureCollection",
      features: expect.arrayContaining([
        expect.objectContaining({ id: "wnam", properties: expect.objectContaining({ state: "up", colo: "AMS" }) }),
      ]),
    });
    const { body: evidence } = await get("/v1/services/aria/evidence");
    expect(evidence.votes).toHaveLength(REGIONS.length);
    const { body: history } = await get("/v1/services/aria/history?limit=1");
    expect(history.items).toHaveLength(1);
    const { body: more } = await get(`/v1/services/aria/history?limit=1&cursor=${String(history.next)}`);
    expect(more.items).not.toEqual(history.items);
    const { body: incidents } = await get("/v1/incidents");
    const [incident] = incidents.items as { id: string; regions: object }[];
    expect(Object.keys(incident?.regions ?? {})).toEqual(["eeur", "weur"]);
    expect((await get(`/v1/incidents/${incident?.id}`)).body).toMatchObject({
      id: incident?.id,
      phase: "open",
      service: "aria",
    });
    expect((await get("/v1/regions/weur")).body).toMatchObject({
      id: "weur",
      rounds: { due: 8, run: 8, missed: 0, late: 0 },
      colo: { city: "Amsterdam" },
      driftKm: expect.any(Number),
      controls: ["apple", "azure", "google", "mozilla"].map((control) => ({ control, outcome: "pass" })),
      errorRate: expect.any(Number),
      extraLooks: 0,
    });
  });

  test("marks a probe that is ill, on the page and in its own account of itself", async () => {
    await play(4, () => false);
    const round = roundOf({ region: "oc", slot: START + 4 * MINUTE, cause: "connect_timeout" });
    const controls = round.controls.map((control) => ({ ...control, outcome: "fail" as const }));
    await fusion().ingest({ ...round, controls });
    await fusion().tick(START + 4 * MINUTE + 30_000);
    const { body } = await get("/v1/regions/oc");
    expect(body).toMatchObject({
      health: { state: "ill", because: ["oc cannot reach its control targets", expect.anything()] },
    });
    const page = await (await exports.default.fetch("https://downwhere.test/")).text();
    expect(page).toContain('data-probe="oc" data-health="ill"');
    expect(page).toContain('data-probe="weur" data-health="well"');
  });

  test.each([
    ["/v1/services/nobody", 404, 'There is no service "nobody". /v1/services lists those that are watched.'],
    ["/v1/incidents/inc_none_1", 404, 'There is no incident "inc_none_1". /v1/incidents lists them.'],
    ["/v1/regions/mars", 404, 'No probe reports from "mars". /v1/regions lists those that do.'],
    ["/v1/incidents?cursor=%25%25", 400, "cursor: must be the `next` of an earlier page, unchanged"],
    ["/v1/incidents?limit=0", 400, 'limit: must be at least 1; received "0"'],
    ["/v1/incidents?limit=many", 400, 'limit: must be a number; received "many"'],
    ["/v1/services?state=broken", 400, 'state: must be "up" or "degraded" or "down" or "unknown"; received "broken"'],
    ["/nowhere", 404, "There is nothing at /nowhere. /openapi.json lists what there is."],
  ])("refuses %s with a problem that says why", async (path, status, detail) => {
    const answer = await get(path);
    expect(answer).toMatchObject({ status, type: "application/problem+json", body: { status, detail } });
  });

  test("answers 304 to a reader who has it already, and lets every origin read", async () => {
    await play(2, () => false);
    const first = await exports.default.fetch("https://downwhere.test/v1/services/aria/history");
    expect(first.headers.get("access-control-allow-origin")).toBe("*");
    expect(first.headers.get("cache-control")).toContain("max-age=");
    await first.text();
    const headers = { "if-none-match": first.headers.get("etag") ?? "" };
    const second = await exports.default.fetch("https://downwhere.test/v1/services/aria/history", { headers });
    expect(second.status).toBe(304);
  });

  test("serves what was published, and says that it is stale, when the fusion object is away", async () => {
    await play(2, () => false);
    const ports = {
      published: (shard: Shard) => publishedSnapshot(env.SNAPSHOTS, shard),
      live: () => Promise.reject(new Error("away")),
    };
    const config = parseConfig({ SNAPSHOT_SECONDS: 60 });
    const lastSlot = START + MINUTE + REGIONS.length * 1_000;
    expect(await readFront(ports, config, lastSlot)).toMatchObject({
      stale: false,
      snapshot: { services: [{ id: "aria" }] },
    });
    expect(await readFront(ports, config, lastSlot + 10 * MINUTE)).toMatchObject({
      stale: true,
      snapshot: { services: [{ id: "aria" }] },
    });
  });

  test("tells incidents that are not over, and says that it is stale, when D1 is away", async () => {
    await play(8, (minute) => minute >= 4);
    await env.DB.prepare("ALTER TABLE incidents RENAME TO away").run();
    const { body } = await get("/v1/incidents");
    expect(body).toMatchObject({ stale: true, items: [{ service: "aria", phase: "open" }] });
  });

  test("describes itself as OpenAPI 3.1", async () => {
    const { body } = await get("/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    expect(Object.keys(body.paths as object)).toEqual(
      expect.arrayContaining([
        "/v1/status",
        "/v1/services/{id}/evidence",
        "/v1/map",
        "/v1/incidents/{id}",
        "/v1/checks",
      ]),
    );
  });
});
