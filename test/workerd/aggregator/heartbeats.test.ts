import {
  applyD1Migrations,
  createExecutionContext,
  createScheduledController,
  reset,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unpackRound } from "../../../shared/observe/pack-round.ts";
import worker from "../../../workers/aggregator/worker.ts";

/** A service that calls, and what is made of its silence. */

const TOKEN = "2Gx7wq0Vd9kTzR4mYb1cNf";
const MINUTE = 60_000;
/** The API reads the clock, so the story begins now. */
const START = Math.floor(Date.now() / MINUTE) * MINUTE;
const hashOf = async (text: string) =>
  [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
const call = (path: string, method = "POST") =>
  exports.default.fetch(`https://downwhere.test/v1/heartbeats/${path}`, { method });
const tick = async (minute: number) => {
  const context = createExecutionContext();
  const scheduledTime = new Date(START + minute * MINUTE);
  await worker.scheduled(createScheduledController({ scheduledTime }), env, context);
  await waitOnExecutionContext(context);
};
const rows = async () => (await env.DB.prepare("SELECT * FROM heartbeats").all()).results;
const seen = async () => {
  const { results } = await env.DB.prepare("SELECT body FROM rounds WHERE lane = 'hub/60/0' ORDER BY slot").all();
  return results.flatMap(({ body }) =>
    unpackRound(String(body)).observations.map(({ outcome, cause }) => [outcome, cause]),
  );
};
const seed = async (endpoints: object[]) => {
  await env.DB.prepare("INSERT OR REPLACE INTO services (id, simulated, source, body) VALUES ('nightly', 0, 'test', ?)")
    .bind(JSON.stringify({ id: "nightly", name: "Nightly job", endpoints }))
    .run();
  await env.DB.prepare("INSERT OR REPLACE INTO settings (key, value) VALUES ('services_version', ?)")
    .bind(String(endpoints.length))
    .run();
};

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const check = { prober: "heartbeat", intervalSeconds: 60, graceSeconds: 30, tokenSha256: await hashOf(TOKEN) };
  await seed([{ id: "job", name: "Job", check }]);
});
afterEach(() => reset());

describe("a heartbeat", () => {
  test("is heard from POST, GET and HEAD once it is awaited, and its token is stored nowhere", async () => {
    expect((await call(TOKEN)).status).toBe(404);
    await tick(0);
    for (const method of ["POST", "GET", "HEAD"]) expect((await call(TOKEN, method)).status).toBe(200);
    const response = await call(TOKEN);
    expect(await response.json()).toMatchObject({ ok: true });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(
      JSON.stringify([await rows(), (await env.DB.prepare("SELECT * FROM services").all()).results]),
    ).not.toContain(TOKEN);
  });

  test.each([
    ["that nobody awaits", "0000000000000000000000"],
    ["that is too short to be a secret", "abc"],
    ["with a sign that no token has", "2Gx7wq0Vd9kTzR4mYb1c%20f"],
  ])("%s is not found, as a problem", async (_, token) => {
    await tick(0);
    const response = await call(token);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
    expect(await rows()).toMatchObject([{ at: null }]);
  });

  test("with a status that is none is refused", async () => {
    await tick(0);
    expect((await call(`${TOKEN}?status=maybe`)).status).toBe(400);
  });

  test("passes, fails when the service says so, and fails by its silence", async () => {
    await tick(0);
    await call(TOKEN);
    await tick(1);
    await call(`${TOKEN}?status=fail`);
    await tick(1.1);
    await call(TOKEN);
    await tick(1.2);
    await tick(4);
    expect(await seen()).toEqual([
      ["inconclusive", "probe_error"],
      ["pass", null],
      ["fail", "origin_error"],
      ["pass", null],
      ["fail", "response_timeout"],
    ]);
  });

  test("that comes in a flood is written once a second", async () => {
    await tick(0);
    await call(TOKEN);
    const [before] = await rows();
    await Promise.all(Array.from({ length: 10 }, () => call(TOKEN)));
    const [after] = await rows();
    expect(Number(after?.at) - Number(before?.at) === 0 || Number(after?.at) - Number(before?.at) >= 1_000).toBe(true);
  });

  test("is forgotten with its check", async () => {
    await tick(0);
    await seed([
      { id: "web", name: "Web", check: { url: "https://nightly.example/" } },
      { id: "api", name: "API", check: { url: "https://nightly.example/" } },
    ]);
    await tick(1);
    expect(await rows()).toEqual([]);
    expect((await call(TOKEN)).status).toBe(404);
  });

  test("is seen from the hub, a place of its own that is shown with the others", async () => {
    await tick(0);
    await call(TOKEN);
    await tick(1);
    const response = await exports.default.fetch("https://downwhere.test/v1/regions/hub");
    expect(await response.json()).toMatchObject({ name: "The hub, where heartbeats arrive", realised: "hub" });
    const service = await exports.default.fetch("https://downwhere.test/v1/services/nightly");
    expect(await service.json()).toMatchObject({ endpoints: [{ id: "job", url: "heartbeat" }] });
  });

  test("is no probe's business", async () => {
    const plan = await exports.Intake.plan({ simulated: false });
    expect(plan.lanes).toEqual([]);
  });
});
