import { applyD1Migrations, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { check } from "@placemarkio/check-geojson";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packFrame } from "../../../shared/geo/history.ts";
import { formatInstant, type Round } from "../../../shared/schema/index.ts";
import type { GeoJsonMap } from "../../../workers/aggregator/map/geojson.ts";
import { frameAt, pruneMapFrames } from "../../../workers/aggregator/store/map-frames.ts";
import { frameWith, PLACES } from "../../support/frames.ts";
import { roundOf, SERVICE, SERVICE_JSON } from "../../support/rounds.ts";

/** The map over HTTP, now and in the past, from rounds that were really folded and frames that were really stored. */

const MINUTE = 60_000;
const DAY = 86_400_000;
const now = Date.now();
/** A step of five minutes, an hour ago. */
const START = Math.floor((now - 60 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
const fusion = () => env.FUSION.getByName("real/0");
const at = (minute: number) => encodeURIComponent(formatInstant(START + minute * MINUTE));

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(SERVICE_JSON)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(`https://downwhere.test${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const json = async (path: string) => JSON.parse((await get(path)).text) as GeoJsonMap;
const countryIn = (map: GeoJsonMap, id: string) => map.features.find((feature) => feature.id === id)?.properties;
const framesStored = async () => {
  const { results } = await env.DB.prepare("SELECT at FROM map_frames ORDER BY at").all<{ at: number }>();
  return results.map((row) => row.at);
};

/** Every region looks once a minute from where it should be; the two in Europe fail from the fifth minute on. */
async function play(minutes: number, failing: (minute: number, region: string) => boolean): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    for (const [index, { id: region, colo }] of PLACES.entries()) {
      const slot = START + minute * MINUTE + index * 1_000;
      const round: Round = roundOf({ region, slot, cause: failing(minute, region) ? "origin_error" : null });
      await fusion().ingest({ ...round, colo, observations: round.observations.map((each) => ({ ...each, colo })) });
    }
    await fusion().tick(START + (minute + 1) * MINUTE - 1);
  }
}
const inEurope = (minute: number, region: string) => minute >= 5 && (region === "weur" || region === "eeur");

describe("the map over HTTP", () => {
  test("tells countries and probes, as a linter accepts them, and the same entity tag while nothing changes", async () => {
    await play(9, inEurope);
    const answer = await get("/v1/services/aria/map");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/geo+json");
    expect(check(answer.text).type).toBe("FeatureCollection");
    const map = JSON.parse(answer.text) as GeoJsonMap;
    expect(countryIn(map, "DE")).toMatchObject({ kind: "country", alpha3: "DEU", state: "down", source: "probes" });
    expect(countryIn(map, "AU")).toMatchObject({ state: "up" });
    expect(countryIn(map, "weur")).toMatchObject({ kind: "probe", colo: "FRA", state: "down" });
    expect(countryIn(await json("/v1/map"), "PL")).toMatchObject({ state: "down", service: "aria" });
    const tag = answer.headers.get("etag") ?? "";
    expect((await get("/v1/services/aria/map", { "if-none-match": tag })).status).toBe(304);
  }, 30_000);

  test("shows the past as it was: before the outage, and in it", async () => {
    await play(12, (minute, region) => inEurope(minute, region) && minute < 9);
    expect(countryIn(await json(`/v1/services/aria/map?at=${at(4)}`), "DE")).toMatchObject({ state: "up" });
    const during = await json(`/v1/services/aria/map?at=${at(8.9)}`);
    expect(countryIn(during, "DE")).toMatchObject({ state: "down" });
    expect(during.asOf).toBe(formatInstant(START + 8.9 * MINUTE));
    expect(countryIn(await json(`/v1/map?at=${at(8.9)}&geometry=none`), "weur")).toMatchObject({ state: "down" });
    const picture = await get(`/v1/map.svg?at=${at(8.9)}`);
    expect(picture.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(picture.text).toContain("Aria is failing in");
  }, 30_000);

  test("keeps few rows: one for each minute in which something moved", async () => {
    await play(12, inEurope);
    const frames = await framesStored();
    expect(frames.length).toBeLessThan(9);
    expect(frames.length).toBeGreaterThanOrEqual(2);
    const gaps = frames.slice(1).map((frame, index) => frame - (frames[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(MINUTE);
  }, 30_000);

  test("a notice that names a country colours it, and says that only the vendor speaks", async () => {
    await play(6, () => false);
    const word = {
      service: SERVICE,
      source: "statuspage",
      status: "partial_outage" as const,
      title: "Errors in Japan",
    };
    await fusion().hear([{ ...word, countries: ["JP"], regions: ["apac-ne"], at: formatInstant(START + 6 * MINUTE) }]);
    await fusion().tick(START + 7 * MINUTE);
    const map = await json("/v1/services/aria/map");
    expect(countryIn(map, "JP")).toMatchObject({ state: "degraded", source: "notices" });
    expect(countryIn(map, "KR")).not.toMatchObject({ state: "degraded" });
  }, 30_000);

  test.each([
    ["at=yesterday", 'at: must be an RFC 3339 time such as 2026-01-31T12:00:00Z; received "yesterday"'],
    ["at=2099-01-01T00:00:00Z", "at: must lie within the last 90 days"],
    ["bbox=1,2,3", "bbox: must be west,south,east,north in degrees, south at most north"],
    ["bbox=0,50,10,40", "bbox: must be west,south,east,north in degrees, south at most north"],
    ["geometry=some", "geometry: "],
  ])("refuses ?%s and says what must hold", async (query, message) => {
    const { status, text } = await get(`/v1/map?${query}`);
    expect(status).toBe(400);
    expect(JSON.parse(text).detail).toContain(message);
  });

  test("says so where nothing was watched", async () => {
    const { status, text } = await get(`/v1/map?at=${encodeURIComponent(formatInstant(now - 3 * DAY))}`);
    expect(status).toBe(404);
    expect(JSON.parse(text).detail).toContain("the network was not watching then");
  });

  test("draws pictures: the map in its sizes, themes and projections, and the card", async () => {
    await play(6, () => false);
    const map = await get("/v1/services/aria/map.svg?width=320&theme=dark&projection=natural-earth");
    expect(map.headers.get("content-type")).toContain("image/svg+xml");
    expect(map.text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="320"/);
    expect(map.text).toContain("is not known to be failing anywhere");
    const card = await get("/v1/services/aria/card.svg");
    expect(card.text).toContain('width="1200" height="630"');
    expect((await get("/v1/map.svg?width=10")).status).toBe(400);
    expect((await get("/v1/services/nobody/map.svg")).status).toBe(404);
  }, 30_000);
});

test("the OpenAPI document describes the map and its pictures", async () => {
  const { paths } = JSON.parse((await get("/openapi.json")).text) as {
    paths: Record<string, { get: { parameters?: { name: string }[]; responses: Record<string, { content: object }> } }>;
  };
  const map = paths["/v1/map"]?.get;
  expect(map?.parameters?.map(({ name }) => name)).toEqual(["at", "bbox", "geometry"]);
  expect(Object.keys(map?.responses["200"]?.content ?? {})).toEqual(["application/geo+json"]);
  for (const path of ["/v1/map.svg", "/v1/services/{id}/map.svg", "/v1/services/{id}/card.svg"])
    expect(Object.keys(paths[path]?.get.responses["200"]?.content ?? {}), path).toEqual(["image/svg+xml"]);
});

describe("frames", () => {
  const body = packFrame(frameWith({ aria: {} }));
  const insert = (time: number, shard = "real/0") =>
    env.DB.prepare("INSERT INTO map_frames (at, shard, body) VALUES (?, ?, ?)").bind(time, shard, body).run();

  test("one is one row", async () => {
    expect((await insert(START)).meta.rows_written).toBe(1);
  });

  test("the last before a time counts, of its own shard, and none that is older than an hour and a step", async () => {
    await insert(START);
    expect(await frameAt(env.DB, { shard: "real/0", at: START + 30 * MINUTE })).not.toBeNull();
    expect(await frameAt(env.DB, { shard: "real/1", at: START + 30 * MINUTE })).toBeNull();
    expect(await frameAt(env.DB, { shard: "real/0", at: START + 66 * MINUTE })).toBeNull();
    expect(await frameAt(env.DB, { shard: "real/0", at: START - 1 })).toBeNull();
  });

  test("after a week the last of each five minutes stays, and after 90 days nothing", async () => {
    const week = START - 7 * DAY;
    const step = Math.floor((week - 20 * MINUTE) / (5 * MINUTE)) * 5 * MINUTE;
    const thinned = [step + MINUTE, step + 3 * MINUTE, step + 5 * MINUTE, step + 7 * MINUTE];
    for (const time of thinned) await insert(time);
    await insert(step + 3 * MINUTE, "real/1");
    await insert(START - 2 * MINUTE);
    await insert(START - MINUTE);
    await insert(START - 91 * DAY);
    expect(await pruneMapFrames(env.DB, { now: START, limit: 1_000 })).toBe(3);
    expect(await framesStored()).toEqual([
      step + 3 * MINUTE, // of the other shard
      step + 5 * MINUTE,
      step + 7 * MINUTE,
      START - 2 * MINUTE,
      START - MINUTE,
    ]);
  });
});
