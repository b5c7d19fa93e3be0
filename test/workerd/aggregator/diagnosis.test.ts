import { applyD1Migrations, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packRound } from "../../../shared/observe/pack-round.ts";
import { roundOf, SERVICE_JSON } from "../../support/rounds.ts";

const MINUTE = 60_000;
/** So that what is played has just been seen. */
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 8 * MINUTE;
const REGIONS = ["weur", "eeur", "enam", "wnam", "oc", "apac", "apac-ne", "apac-se"];
const GERMANY = { colo: "FRA", country: "DE", region: "Hesse", asn: 3320, latitude: "50.1", longitude: "8.7" };
const AMERICA = { colo: "SJC", country: "US", region: "California", asn: 7922, latitude: "37.4", longitude: "-122.1" };

type Body = Record<string, unknown> & {
  steps: { id: string }[];
  reasons: { id: string }[];
  probabilities: Record<string, number>;
  recovery: { remaining: unknown };
};
const ask = async (path: string, init: RequestInit = {}) => {
  const response = await exports.default.fetch(new Request(`https://downwhere.test/v1/services/${path}`, init));
  return { response, body: (await response.json()) as Body };
};
const from = (cf: object, headers: Record<string, string> = {}) => ({ cf, headers }) as RequestInit;

async function play(minutes: number, failing: (minute: number, region: string) => boolean): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    for (const [index, region] of REGIONS.entries()) {
      const slot = START + minute * MINUTE + index * 1_000;
      const round = roundOf({ region, slot, cause: failing(minute, region) ? "origin_error" : null });
      await env.DB.prepare("INSERT OR IGNORE INTO rounds (slot, lane, simulated, body) VALUES (?, ?, 0, ?)")
        .bind(round.slot, round.lane, packRound(round))
        .run();
      await env.FUSION.getByName("real/0").ingest(round);
    }
  }
}

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const words = { en: { action: "Press the button.", purpose: "It helps.", howTo: "The red one." } };
  const service = { ...JSON.parse(SERVICE_JSON), steps: { own: [{ id: "press", for: ["just_you"], words }] } };
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(JSON.stringify(service))
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

describe("the diagnosis", () => {
  test("says everyone when it is down everywhere, with the wait first and the next look within a minute", async () => {
    await play(8, (minute) => minute >= 3);
    const { body, response } = await ask("aria/diagnosis?symptom=website&platform=web", from(GERMANY));
    expect(body).toMatchObject({
      who: "everyone",
      stale: false,
      there: { region: "weur", state: "down" },
      advice: "wait",
    });
    expect(body.steps[0]?.id).toBe("wait");
    expect(Date.parse(String(body.nextLookAt)) - Date.now()).toBeLessThanOrEqual(MINUTE);
    expect(Object.values(body.probabilities).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
  });

  test("goes by the place that the edge names: the failing region's caller and another one get other answers", async () => {
    await play(8, (minute, region) => minute >= 3 && (region === "weur" || region === "eeur"));
    const { body: there } = await ask("aria/diagnosis", from(GERMANY));
    expect(there).toMatchObject({
      who: "your_region",
      asker: { country: "DE", subdivision: "Hesse", asn: 3320, region: "weur", said: "edge" },
    });
    const { body: here } = await ask("aria/diagnosis", from(AMERICA));
    expect(here).toMatchObject({ who: "just_you", asker: { region: "wnam" } });
    expect(here.steps.map(({ id }) => id)).toContain("press");
  });

  test("believes a query about the place only where no edge names it", async () => {
    await play(8, (minute, region) => minute >= 3 && (region === "weur" || region === "eeur"));
    const { body: local } = await ask("aria/diagnosis?country=DE&asn=3320");
    expect(local).toMatchObject({ who: "your_region", asker: { country: "DE", asn: 3320, said: "query" } });
    const { body: edge } = await ask("aria/diagnosis?country=DE&asn=3320", from(AMERICA));
    expect(edge).toMatchObject({ who: "just_you", asker: { country: "US", asn: 7922, said: "edge" } });
    const { body: nowhere } = await ask("aria/diagnosis");
    expect(nowhere).toMatchObject({ who: "unclear", asker: { country: null, region: null, said: "unknown" } });
  });

  test("answers in the reader's language", async () => {
    await play(2, () => false);
    const { body, response } = await ask("aria/diagnosis", from(GERMANY, { "accept-language": "ja, en;q=0.5" }));
    expect(response.headers.get("content-language")).toBe("ja");
    expect(response.headers.get("vary")).toContain("Accept-Language");
    expect(body.headline).toContain("あなただけのようです");
    const { body: spanish } = await ask("aria/diagnosis?lang=es", from(GERMANY, { "accept-language": "ja" }));
    expect(spanish.headline).toContain("solo te pasa a ti");
  });

  test("takes in what the caller's own network has tried", async () => {
    await play(2, () => false);
    const { body } = await ask("aria/diagnosis?tried=web:failed:5000&controls=a:reached:80,b:reached", from(GERMANY));
    expect(body.reasons.map(({ id }) => id)).toEqual(expect.arrayContaining(["tried-failing", "others-reachable"]));
  });

  test("does without people, notices and a past when D1 is away", async () => {
    await play(8, (minute) => minute >= 3);
    await env.DB.prepare("ALTER TABLE services RENAME TO away").run();
    await env.DB.prepare("ALTER TABLE verdict_changes RENAME TO gone").run();
    const { body } = await ask("aria/diagnosis", from(GERMANY));
    expect(body).toMatchObject({ who: "everyone", recovery: { stage: "failing", remaining: null } });
  });

  test("writes nothing of the caller", async () => {
    await play(2, () => false);
    await ask("aria/diagnosis?symptom=login", from(GERMANY, { "user-agent": "somebody-in-particular" }));
    const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    const names = results.map(({ name }) => String(name)).filter((name) => !/^(sqlite|_cf)_/i.test(name));
    const rows = await Promise.all(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
    const written = JSON.stringify(rows.map((table) => table.results));
    expect(written).toContain("aria");
    expect(written).not.toMatch(/somebody-in-particular|Hesse|3320/);
  });

  test.each([
    ["nobody/diagnosis", 404, 'There is no service "nobody". /v1/services lists those that are watched.'],
    [
      "aria/diagnosis?platform=toaster",
      400,
      'platform: must be "web" or "desktop" or "mobile" or "ios" or "android" or "speaker" or "tv" or "console" or "car"; received "toaster"',
    ],
    [
      "aria/diagnosis?canReachOthers=maybe",
      400,
      'canReachOthers: must be "yes" or "no" or "unknown"; received "maybe"',
    ],
    ["aria/diagnosis?symptom=%3Cscript%3E", 400, 'symptom: must be a word or two such as "login" or "app crash"'],
    ["aria/diagnosis?lang=xx", 400, 'lang: must be "en" or "es" or "pt" or "de" or "fr" or "ja"; received "xx"'],
    [
      "aria/diagnosis?country=Germany",
      400,
      'country: must be a two-letter country code such as "DE"; received "Germany"',
    ],
    [
      "aria/diagnosis?tried=web",
      400,
      "tried: must be up to 30 of target:outcome or target:outcome:milliseconds, separated by commas, where the outcome is passed, reached, failed or blocked",
    ],
    ["nobody/reconnect", 404, 'There is no service "nobody". /v1/services lists those that are watched.'],
  ])("refuses %s with a problem that says why", async (path, status, detail) => {
    await play(1, () => false);
    const { response, body } = await ask(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json"]);
    expect(body.detail).toBe(detail);
  });
});

describe("the reconnect plan", () => {
  test("is open while all is well", async () => {
    await play(2, () => false);
    const { body, response } = await ask("aria/reconnect");
    expect(body).toMatchObject({
      plan: { state: "open", sharePerMinute: 1, retryAfterSeconds: 0 },
      recovery: { stage: "none" },
    });
    expect(response.headers.get("retry-after")).toBeNull();
  });

  test("holds clients back while nothing is back, and says when to ask again", async () => {
    await play(8, (minute) => minute >= 3);
    const { body, response } = await ask("aria/reconnect");
    expect(body).toMatchObject({ plan: { state: "hold", retryAfterSeconds: 60, regions: [...REGIONS].sort() } });
    expect(response.headers.get("retry-after")).toBe("60");
    expect(response.headers.get("cache-control")).toContain("public");
  });

  test("lets them come back as regions do", async () => {
    await play(8, (minute, region) => minute >= 2 && (minute < 5 || region === "oc"));
    const { body } = await ask("aria/reconnect");
    expect(body).toMatchObject({
      plan: { state: "ramp" },
      recovery: { stage: "returning", progress: { of: 8, waiting: ["oc"] } },
    });
    expect(body.recovery.remaining).toMatchObject({
      until: "all_back",
      ground: "this_incident",
    });
  });

  test("both routes are in the OpenAPI document", async () => {
    const response = await exports.default.fetch("https://downwhere.test/openapi.json");
    const { paths } = (await response.json()) as { paths: Record<string, { get: { parameters: { name: string }[] } }> };
    expect(Object.keys(paths)).toContain("/v1/services/{id}/reconnect");
    expect(paths["/v1/services/{id}/diagnosis"]?.get.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["symptom", "platform", "canReachOthers", "lang", "tried", "controls", "vpn"]),
    );
  });
});
