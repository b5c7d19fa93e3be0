import {
  applyD1Migrations,
  createExecutionContext,
  evictDurableObject,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { app } from "../../../workers/aggregator/api/app.ts";
import { AMERICA, newAddress, reportRequest, type Sent } from "../../support/reporters.ts";
import { SERVICE_JSON } from "../../support/rounds.ts";

/** People's reports through the front door, into the intakes, on to the fold and D1. */

const URL = "https://downwhere.test/v1/services/aria/reports";
const SHARDS = 16;
const MINUTE = 60_000;

type Body = Record<string, unknown> & { errors: { path: string; message: string }[] };
async function send(body: unknown, sent: Sent = {}, url = URL) {
  const response = await exports.default.fetch(reportRequest(url, body, sent));
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
async function series(query = "") {
  const response = await exports.default.fetch(`${URL}${query}`);
  return { status: response.status, body: (await response.json()) as Series };
}
type Part = { name: string; people: number | null; working: number | null };
type Series = Record<string, unknown> & {
  total: { people: number; working: number };
  byCountry: { items: Part[]; others: { people: number } };
  bySymptom: { items: Part[] };
  points: { people: number }[];
  uncounted: Record<string, number>;
};

const intake = (index: number) => env.REPORT_INTAKE.getByName(`reports/${index}`);
/** Every intake hands over what it has, and the minute ends. */
async function handOver(now = Date.now() + 2 * MINUTE): Promise<void> {
  for (let index = 0; index < SHARDS; index++) await runDurableObjectAlarm(intake(index));
  await env.FUSION.getByName("real/0").tick(now);
}
const stored = async () =>
  (await env.DB.prepare(
    "SELECT sum(people) AS people, sum(working) AS working, count(*) AS n FROM report_minutes",
  ).first()) as {
    people: number | null;
    working: number | null;
    n: number;
  };

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const service = JSON.stringify({ ...JSON.parse(SERVICE_JSON), tags: ["music"] });
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(service)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

describe("a report", () => {
  test("counts, from where the edge says it comes", async () => {
    const { status, body } = await send({ symptom: "login", platform: "ios" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      service: "aria",
      symptom: "login",
      platform: "ios",
      counted: "yes",
      note: "none",
      from: { country: "DE", subdivision: "Hesse", asn: 3320, colo: "FRA" },
    });
    await handOver();
    const { results } = await env.DB.prepare("SELECT service, people, working, body FROM report_minutes").all();
    expect(results).toMatchObject([{ service: "aria", people: 1, working: 0 }]);
    expect(JSON.parse(String(results[0]?.body))).toMatchObject({ counts: { "DE|3320|ios|login": 1 } });
  });

  test("counts once for one reporter and service within half an hour, however often it is sent", async () => {
    const one: Sent = { address: "192.0.2.77", agent: "phone" };
    const together = await Promise.all(Array.from({ length: 5 }, () => send({ symptom: "login" }, one)));
    expect(together.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
    expect((await send({ symptom: "playback" }, one)).body.counted).toBe("already");
    expect((await send({ symptom: "login" }, { ...one, agent: "laptop" })).body.counted).toBe("yes");
    await handOver();
    expect(await stored()).toMatchObject({ people: 2 });
  });

  test("of one subscriber's many IPv6 addresses counts once", async () => {
    expect((await send({ symptom: "login" }, { address: "2001:db8:1:2::1" })).body.counted).toBe("yes");
    expect((await send({ symptom: "login" }, { address: "2001:db8:1:2:ffff::9" })).body.counted).toBe("already");
    expect((await send({ symptom: "login" }, { address: "2001:db8:1:3::1" })).body.counted).toBe("yes");
  });

  test("is remembered by an intake that was restarted, and handed over once", async () => {
    const sent = Array.from({ length: 12 }, () => ({ address: newAddress() }));
    for (const one of sent) await send({ symptom: "login" }, one);
    // One that no reporter belongs to does not run.
    for (let index = 0; index < SHARDS; index++) await evictDurableObject(intake(index)).catch(() => undefined);
    for (const one of sent) expect((await send({ symptom: "login" }, one)).body.counted).toBe("already");
    await handOver();
    await handOver(Date.now() + 3 * MINUTE);
    expect(await stored()).toMatchObject({ people: 12 });
  });

  test("that it works is counted apart, and the time has one row", async () => {
    for (let count = 0; count < 3; count++) await send({ symptom: "works" });
    await send({ symptom: "works-for-me" });
    await send({ symptom: "login" });
    await handOver();
    const { body } = await series();
    expect(body.total).toEqual({ people: 1, working: 4 });
    expect((await stored()).n).toBeLessThanOrEqual(2);
  });

  test.each<[string, unknown, number, RegExp]>([
    ["another symptom", { symptom: "weather" }, 400, /^symptom: must be "login" or "playback" .*; received "weather"$/],
    ["a place of its own", { symptom: "login", country: "FR" }, 400, /unknown field "country"/],
    ["an address", { symptom: "login", reporter: "me" }, 400, /unknown field "reporter"/],
    [
      "another platform",
      { symptom: "login", platform: "fridge" },
      400,
      /^platform: must be "web" or .*; received "fridge"$/,
    ],
    ["a long note", { symptom: "login", note: "x".repeat(281) }, 400, /^note: must have at most 280 characters/],
    ["no symptom", {}, 400, /^symptom: must be given: text$/],
    ["no JSON", "{", 400, /^The body must be JSON/],
    ["a large body", { symptom: "login", note: "x".repeat(9_000) }, 413, /at most 8192 bytes/],
  ])("with %s is refused in words", async (_, body, status, detail) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(String(answer.body.detail)).toMatch(detail);
  });

  test("of an unknown service is a 404", async () => {
    expect((await send({ symptom: "login" }, {}, "https://downwhere.test/v1/services/nobody/reports")).status).toBe(
      404,
    );
  });

  test("is limited by address, and what was refused is counted", async () => {
    const one: Sent = { address: "203.0.113.9" };
    const answers = await Promise.all(Array.from({ length: 150 }, () => send({ symptom: "login" }, one)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(refused[0]?.headers.get("retry-after")).toBe("60");
    await send({ symptom: "login" });
    await handOver();
    expect((await series()).body.uncounted.limited).toBeGreaterThanOrEqual(refused.length);
  });
});

describe("the series of reports", () => {
  test("tells countries, platforms, symptoms and networks of three people or more, and the others together", async () => {
    for (let count = 0; count < 4; count++) await send({ symptom: "login", platform: "ios" });
    for (let count = 0; count < 2; count++) await send({ symptom: "playback" }, { from: AMERICA });
    const check = async () => {
      const { body } = await series();
      expect(body.total).toEqual({ people: 6, working: 0 });
      expect(body.byCountry).toEqual({
        items: [{ name: "DE", people: 4, working: 0 }],
        others: { people: 2, working: 0 },
      });
      expect(body.bySymptom.items.map(({ name }) => name)).toEqual(["login"]);
      expect(JSON.stringify([body.byCountry, body.byNetwork, body.byPlatform])).not.toMatch(/US|7922/);
      expect(body.points.reduce((sum, { people }) => sum + people, 0)).toBe(6);
    };
    for (let index = 0; index < SHARDS; index++) await runDurableObjectAlarm(intake(index));
    await check();
    await handOver();
    await check();
  });

  test("goes on from D1 when the fold has let go, and says that it is stale when D1 is away", async () => {
    for (let count = 0; count < 3; count++) await send({ symptom: "login" });
    await handOver();
    await env.FUSION.getByName("real/0").tick(Date.now() + 60 * MINUTE);
    expect((await series()).body).toMatchObject({ stale: false, total: { people: 3 } });
    await env.DB.prepare("ALTER TABLE report_minutes RENAME TO away").run();
    expect((await series()).body).toMatchObject({ stale: true, total: { people: 0 } });
  });

  test.each([
    ["?since=yesterday", /^since: must be an RFC 3339 time/],
    ["?since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z", /^since: must be before "until" .* by at most 7 days/],
    ["?since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z", /by at most 7 days/],
  ])("refuses %s", async (query, detail) => {
    const { status, body } = await series(query);
    expect(status).toBe(400);
    expect(String(body.detail)).toMatch(detail);
  });
});

describe("what an intake hands over", () => {
  test("comes once when the answer was lost", async () => {
    await Promise.all(Array.from({ length: 8 }, () => send({ symptom: "login" })));
    const index = await busiest();
    // The fold takes the batch, and the intake never learns of it.
    await runInDurableObject(intake(index), async (_, state) => {
      const before = state.storage.sql.exec("SELECT body FROM facts WHERE name = 'marks'").toArray();
      expect(before).toEqual([]);
    });
    await runDurableObjectAlarm(intake(index));
    await runInDurableObject(intake(index), (_, state) => {
      state.storage.sql.exec("DELETE FROM facts WHERE name = 'marks'");
    });
    await evictDurableObject(intake(index));
    await handOver();
    expect(await stored()).toMatchObject({ people: 8 });
  });

  test("survives a restart of the fold before it was saved", async () => {
    for (let count = 0; count < 5; count++) await send({ symptom: "login" });
    for (let index = 0; index < SHARDS; index++) await runDurableObjectAlarm(intake(index));
    await evictDurableObject(env.FUSION.getByName("real/0"));
    expect((await series()).body.total).toEqual({ people: 5, working: 0 });
    const heard = await env.FUSION.getByName("real/0").heard("aria", { country: "DE", asn: 3320 });
    expect(heard.reports).toMatchObject({ network: { people: 5 } });
    await handOver();
    expect(await stored()).toMatchObject({ people: 5 });
  });

  async function busiest(): Promise<number> {
    let most = { index: 0, commits: -1 };
    for (let index = 0; index < SHARDS; index++) {
      const commits = await runInDurableObject(intake(index), (_, state) =>
        Number(state.storage.sql.exec("SELECT count(*) AS n FROM commits").one().n),
      );
      if (commits > most.commits) most = { index, commits };
    }
    return most.index;
  }
});

describe("of whoever reports", () => {
  test("nothing is kept: no address, no user agent, no note with contact data", async () => {
    const notes = [
      "write to jane.roe@example.org please",
      "call me: +49 (30) 1234-5678",
      "my router 203.0.113.44 cannot reach it",
      "2001:db8:85a3::8a2e:370:7334 fails",
      "I live at 12 Baker Street",
      "jane (at) example dot org",
    ];
    for (const [index, note] of notes.entries()) {
      const { body } = await send(
        { symptom: "login", note },
        { address: `203.0.113.${100 + index}`, agent: "Somebody/1.0" },
      );
      expect([note, body.note]).toEqual([note, "dropped"]);
    }
    expect((await send({ symptom: "login", note: "the spinner <b>never</b> ends" })).body.note).toBe("kept");
    await handOver();
    const written = await everythingStored();
    expect(written).toContain("the spinner never ends");
    expect(written).toContain("DE|3320||login");
    expect(written).not.toMatch(/203\.0\.113|2001:db8|Somebody|jane|Baker|1234|Hesse/i);
  });

  test("the key goes when nobody is remembered", async () => {
    await send({ symptom: "login" }, { address: "192.0.2.1" });
    const keys = () =>
      Promise.all(
        Array.from({ length: SHARDS }, (_, index) =>
          runInDurableObject(intake(index), (_object, state) =>
            state.storage.sql
              .exec("SELECT body FROM facts WHERE name = 'keys'")
              .toArray()
              .map(({ body }) => JSON.parse(String(body))),
          ),
        ),
      );
    expect((await keys()).flat(2).length).toBe(1);
    for (let index = 0; index < SHARDS; index++)
      await runInDurableObject(intake(index), (_, state) => {
        state.storage.sql.exec("UPDATE commits SET at = at - ?", 2 * 3_600_000);
      });
    await handOver();
    expect((await keys()).flat(2)).toEqual([]);
  });

  async function everythingStored(): Promise<string> {
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const names = results.map(({ name }) => String(name)).filter((name) => !/^(sqlite|_cf)_/i.test(name));
    const tables = await Promise.all(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
    const objects = [env.FUSION.getByName("real/0"), ...Array.from({ length: SHARDS }, (_, index) => intake(index))];
    const kept = await Promise.all(
      objects.map((object) =>
        runInDurableObject(object as never, (_: unknown, { storage }: DurableObjectState) =>
          storage.sql
            .exec(
              "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
            )
            .toArray()
            .map(({ name }) => storage.sql.exec(`SELECT * FROM "${name}"`).toArray()),
        ),
      ),
    );
    const { keys } = await env.SNAPSHOTS.list();
    const values = await Promise.all(keys.map(({ name }) => env.SNAPSHOTS.get(name)));
    return JSON.stringify([tables.map((table) => table.results), kept, keys, values]);
  }
});

describe("where Turnstile is configured", () => {
  const origin = inject("vendorOrigin");
  const answers = (body: object, status = 200) =>
    fetch(`${origin}/siteverify`, { method: "PUT", body: JSON.stringify({ status, body: JSON.stringify(body) }) });
  const ask = async (body: object) => {
    const context = createExecutionContext();
    const bindings = { ...env, TURNSTILE_SECRET: "secret", TURNSTILE_URL: `${origin}/siteverify` };
    const response = await app.fetch(reportRequest(URL, body), bindings, context);
    await waitOnExecutionContext(context);
    return { status: response.status, body: (await response.json()) as Body };
  };

  test("a report needs its token, and counts unchecked when Turnstile cannot be asked", async () => {
    expect((await ask({ symptom: "login" })).status).toBe(403);
    await answers({ success: false, "error-codes": ["invalid-input-response"] });
    expect((await ask({ symptom: "login", turnstile: "bad" })).body).toMatchObject({
      status: 403,
      detail: "turnstile: must be the token that the Turnstile widget gave, used once",
    });
    await answers({ success: true });
    expect((await ask({ symptom: "login", turnstile: "good" })).status).toBe(201);
    await answers({}, 503);
    expect((await ask({ symptom: "login", turnstile: "good" })).status).toBe(201);
    await send({ symptom: "login" });
    await handOver();
    expect((await series()).body.uncounted).toMatchObject({ unproven: 2, unchecked: 1 });
  });
});

describe("the evidence", () => {
  test("shows people as a voice beside the regions and the vendor", async () => {
    for (let count = 0; count < 4; count++) await send({ symptom: "login" });
    await send({ symptom: "login" }, { from: AMERICA });
    await send({ symptom: "works" });
    await env.FUSION.getByName("real/0").hear([
      { service: "aria", source: "statuspage", status: "major_outage", title: "Login", at: new Date().toISOString() },
    ]);
    await handOver(Date.now() + 1_000);
    const response = await exports.default.fetch("https://downwhere.test/v1/services/aria/evidence");
    expect(await response.json()).toMatchObject({
      votes: [],
      voices: {
        regions: [],
        people: { people: 5, working: 1, opensAlone: false, countries: [{ country: "DE", people: 4 }] },
        vendor: [{ source: "statuspage", status: "major_outage", logLikelihoodRatio: expect.closeTo(Math.LN10, 3) }],
      },
    });
  });
});

test("the routes are in the OpenAPI document", async () => {
  const response = await exports.default.fetch("https://downwhere.test/openapi.json");
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
  expect(Object.keys(paths["/v1/services/{id}/reports"] ?? {}).sort()).toEqual(["get", "post"]);
});
