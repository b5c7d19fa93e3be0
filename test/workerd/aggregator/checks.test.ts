import { applyD1Migrations, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SERVICE_JSON } from "../../support/rounds.ts";

/** The probes stand in weur and enam, before the simulated internet: www.aria.example is up, its story has not begun. */

type Body = Record<string, unknown> & {
  verdict: { isItDown: string; sentence: string };
  observations: Record<string, unknown>[];
  errors: { path: string; message: string }[];
};

let client = 0;
/** Every question comes from another client, unless one is named. */
async function ask(body: unknown, from = `198.51.100.${client++ % 250}`) {
  const response = await exports.default.fetch("https://downwhere.test/v1/checks", {
    method: "POST",
    headers: { "content-type": "application/json", "cf-connecting-ip": from },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    retryAfter: response.headers.get("retry-after"),
    body: (await response.json()) as Body,
  };
}

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(SERVICE_JSON)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

describe("a check on demand", () => {
  test("looks now from every region asked and says what that means", async () => {
    const { status, body } = await ask({ url: "https://www.aria.example/#part" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      cached: false,
      url: "https://www.aria.example/",
      verdict: {
        isItDown: "no",
        state: "up",
        passed: ["enam", "weur"],
        failed: [],
        sentence: "It is up: enam, weur reached it.",
      },
    });
    expect(body.observations.map(({ region, colo, outcome, status: code }) => [region, colo, outcome, code])).toEqual([
      ["enam", "IAD", "pass", 200],
      ["weur", "AMS", "pass", 200],
    ]);
  });

  test("tells what fails, with cause and layer", async () => {
    const { body } = await ask({ url: "https://nowhere.example/", regions: ["weur"] });
    expect(body).toMatchObject({
      verdict: { isItDown: "yes", state: "down", scope: "isolated", layer: "dns" },
      observations: [{ region: "weur", outcome: "fail", cause: "resolve_nxdomain", layer: "dns" }],
    });
  });

  test("is answered once for all who ask at the same time, and for half a minute after", async () => {
    const url = "https://www.aria.example/together";
    const together = await Promise.all([ask({ url }), ask({ url })]);
    expect(together.map(({ body }) => body.cached).sort()).toEqual([false, true]);
    const later = await ask({ url });
    expect(later.body).toMatchObject({ cached: true, asOf: together[0]?.body.asOf });
    expect((await ask({ url, method: "HEAD" })).body.cached).toBe(false);
  });

  test("looks at the endpoints of a watched service", async () => {
    const { body } = await ask({ serviceId: "aria" });
    expect(body).toMatchObject({ serviceId: "aria", url: null, verdict: { isItDown: "no" } });
    expect(body.observations.map(({ endpoint }) => endpoint)).toEqual(["web", "web"]);
  });

  // A window may end in the middle of it, so twice what it allows is asked, and something more.
  test("is limited per client", async () => {
    const answers = await Promise.all(
      Array.from({ length: 22 }, () => ask({ url: "https://www.aria.example/client" }, "203.0.113.77")),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]).toMatchObject({ type: "application/problem+json", retryAfter: "60" });
  });

  test("is limited per target, whoever asks", async () => {
    const answers = await Promise.all(
      Array.from({ length: 44 }, () => ask({ url: "https://www.lumen-mail.example/" })),
    );
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(4);
  });
});

describe("a wrong question", () => {
  test.each([
    ["no JSON", "{", "The body must be JSON."],
    ["nothing asked", {}, "url: either `url` or `serviceId` must be given, and not both"],
    [
      "two things asked",
      { url: "https://a.example/", serviceId: "aria" },
      "url: either `url` or `serviceId` must be given, and not both",
    ],
    ["no text", { url: 7 }, "url: must be text; received 7"],
    ["no URL", { url: "aria" }, 'url: must be an absolute URL; received "aria"'],
    [
      "a method that writes",
      { url: "https://a.example/", method: "POST" },
      'method: must be "GET" or "HEAD"; received "POST"',
    ],
    ["a field that is not there", { url: "https://a.example/", headers: {} }, 'unknown field "headers"'],
    [
      "a region where no probe stands",
      { url: "https://a.example/", regions: ["weur", "oc"] },
      'regions[1]: must be enam or weur; received "oc"',
    ],
    ["no region", { url: "https://a.example/", regions: [] }, "regions: must have at least 1 item; received []"],
  ])("%s is refused with the field and what must hold", async (_, body, detail) => {
    const answer = await ask(body);
    expect(answer).toMatchObject({ status: 400, type: "application/problem+json", body: { status: 400, detail } });
    expect(answer.body.errors).toHaveLength(1);
  });

  test("a service that is not watched is not found, and a long body is not read", async () => {
    expect(await ask({ serviceId: "nobody" })).toMatchObject({ status: 404 });
    expect(await ask({ url: `https://a.example/${"x".repeat(5_000)}` })).toMatchObject({
      status: 413,
      body: { detail: "The body must have at most 4096 bytes." },
    });
  });
});
