import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { app } from "../../../workers/aggregator/api/app.ts";
import { roundOf, SERVICE_JSON } from "../../support/rounds.ts";

/** Public reads through the edge's cache, in front of KV and the Fusion object. */

const START = 1_767_225_600_000;
let asked = 0;
/** Every test asks addresses of its own: the cache is one for all of them. */
const address = (path: string) => `https://edge-${++asked}.test${path}`;
const ask = async (url: string, { seconds = 60, headers = {} }: { seconds?: number; headers?: HeadersInit } = {}) => {
  const context = createExecutionContext();
  const bindings = { ...env, EDGE_SECONDS: String(seconds) };
  const response = await app.fetch(new Request(url, { headers }), bindings, context);
  const text = await response.text();
  await waitOnExecutionContext(context);
  const body = (text === "" ? null : JSON.parse(text)) as { asOf: string; services: { state: string }[] } | null;
  return { status: response.status, headers: response.headers, body };
};
const fusion = () => env.FUSION.getByName("real/0");
const asOf = async (url: string, over: Parameters<typeof ask>[1] = {}) => (await ask(url, over)).body?.asOf;
const goOn = (minutes: number) => fusion().tick(START + minutes * 60_000);

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(SERVICE_JSON)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
  await fusion().ingest(roundOf({ region: "weur", slot: START }));
});
afterEach(() => reset());

test("the same read is answered again without asking anybody, and says of when it is", async () => {
  const url = address("/v1/status");
  const first = await asOf(url);
  await goOn(5);
  expect(await asOf(url)).toBe(first);
  expect(await asOf(address("/v1/status"))).not.toBe(first);
});

test("an answer given again is as open, as cacheable and as conditional as the first", async () => {
  const url = address("/v1/services/aria");
  const first = await ask(url);
  const again = await ask(url);
  for (const name of ["access-control-allow-origin", "etag", "content-type", "content-security-policy"])
    expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
  expect(again.body).toEqual(first.body);
  expect((await ask(url, { headers: { "if-none-match": first.headers.get("etag") ?? "" } })).status).toBe(304);
  expect((await ask(url)).body).toEqual(first.body);
});

test.each(["/v1/services/aria/diagnosis", "/healthz", "/v1/services/nobody"])("%s is never kept", async (path) => {
  const url = address(path);
  await ask(url);
  expect(await caches.default.match(url)).toBeUndefined();
});

test("what somebody with a key asks is neither taken from it nor put there", async () => {
  const url = address("/v1/status");
  const first = await asOf(url);
  await goOn(5);
  expect(await asOf(url, { headers: { authorization: "Bearer somebody" } })).not.toBe(first);
  expect(await asOf(url)).toBe(first);
});

test("without it every read is as of now", async () => {
  const url = address("/v1/status");
  const first = await asOf(url, { seconds: 0 });
  await goOn(5);
  expect(await asOf(url, { seconds: 0 })).not.toBe(first);
});
