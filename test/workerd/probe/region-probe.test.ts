import { applyD1Migrations, reset, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Lane } from "../../../shared/schema/index.ts";
import { Lane as LaneSchema } from "../../../shared/schema/index.ts";
import { answerDoh } from "../../support/doh.ts";
import { SERVICE_JSON } from "../../support/rounds.ts";

/** Tomorrow: an alarm that is set for the story's time does not fire by itself while the test runs. */
const SLOT = 10_000;
const START = Math.ceil(Date.now() / SLOT) * SLOT + 8_640 * SLOT;
const lane: Lane = LaneSchema.parse({
  intervalSeconds: 10,
  number: 0,
  assignments: [
    {
      service: "aria",
      endpoint: "web",
      provider: "fastly",
      allowPrivate: false,
      check: { url: "https://www.aria.example/", intervalSeconds: 10 },
    },
  ],
});
/** The same check in the store: what a renewed plan is made from. */
const SERVICE = SERVICE_JSON.replace('"https://www.aria.example/"', '"https://www.aria.example/","intervalSeconds":10');
const probe = () => env.REGION_PROBE.getByName("weur/10/0");
const watch = (now: number) => probe().watch({ place: "weur", version: "v1", lane, now });
const storedRounds = async () => {
  const { results } = await env.DB.prepare("SELECT body FROM rounds ORDER BY slot").all();
  return results.map(({ body }) => unpackRound(String(body)));
};

/** The outside: every target answers, resolvers resolve, and the trace page says where we are. */
const outside = (input: RequestInfo | URL): Response => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (url.pathname === "/cdn-cgi/trace") return new Response("colo=AMS\nloc=NL\n");
  return answerDoh(url) ?? new Response("success Success Microsoft Connect Test");
};

beforeEach(async () => {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => outside(input as RequestInfo));
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 1, 'test', ?)")
    .bind(SERVICE)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await reset();
});

describe("a lane", () => {
  test("plans its first slot when it is first watched and runs nothing yet", async () => {
    await watch(START);
    const alarm = await runInDurableObject(probe(), (_, state) => state.storage.getAlarm());
    expect(alarm).toBeGreaterThan(START);
    expect(alarm).toBeLessThanOrEqual(START + SLOT);
    expect(await storedRounds()).toEqual([]);
  });

  test("runs an overdue slot once, however often the watchdog comes", async () => {
    await watch(START);
    await watch(START + SLOT);
    await watch(START + SLOT);
    const rounds = await storedRounds();
    expect(rounds).toHaveLength(1);
    expect(rounds[0]).toMatchObject({
      region: "weur",
      lane: "weur/10/0",
      colo: "AMS",
      missed: 0,
      observations: [{ service: "aria", endpoint: "web", outcome: "pass", status: 200 }],
    });
    expect(rounds[0]?.controls).toHaveLength(6);
    expect(rounds[0]?.controls.every(({ outcome }) => outcome === "pass")).toBe(true);
  });

  test("records slots that went by as missed and never runs them late", async () => {
    await watch(START);
    await watch(START + SLOT);
    await watch(START + 5 * SLOT);
    expect((await storedRounds()).map(({ missed }) => missed)).toEqual([0, 3]);
  });

  test("sets its successor before it looks, so that a failing round never ends the schedule", async () => {
    await watch(START);
    vi.mocked(globalThis.fetch).mockImplementation(async () => {
      throw new Error("Network connection lost.");
    });
    await watch(START + SLOT);
    const alarm = await runInDurableObject(probe(), (_, state) => state.storage.getAlarm());
    expect(alarm).toBeGreaterThan(START + SLOT);
    const [round] = await storedRounds();
    expect(round?.observations[0]?.outcome).not.toBe("pass");
    expect(round?.controls.every(({ outcome }) => outcome !== "pass")).toBe(true);
  });

  test("answers its own alarm like the watchdog", async () => {
    await watch(START);
    expect(await runDurableObjectAlarm(probe())).toBe(true);
    expect(await storedRounds()).toHaveLength(1);
  });

  test("keeps rounds in order while D1 is away, tells the aggregator all the same, and stores them when it is back", async () => {
    await watch(START);
    await env.DB.prepare("ALTER TABLE rounds RENAME TO away").run();
    await watch(START + SLOT);
    await watch(START + 2 * SLOT);
    const kept = await runInDurableObject(probe(), (_, state) =>
      state.storage.sql.exec("SELECT stored, told FROM outbox ORDER BY slot").toArray(),
    );
    expect(kept).toEqual([
      { stored: 0, told: 1 },
      { stored: 0, told: 1 },
    ]);
    await env.DB.prepare("ALTER TABLE away RENAME TO rounds").run();
    await watch(START + 3 * SLOT);
    const slots = (await storedRounds()).map(({ slot }) => slot);
    expect(slots).toHaveLength(3);
    expect([...slots].sort((a, b) => a - b)).toEqual(slots);
    expect(
      await runInDurableObject(
        probe(),
        (_, state) => state.storage.sql.exec("SELECT count(*) AS n FROM outbox").one().n,
      ),
    ).toBe(0);
  });

  test("takes over a changed plan as soon as it has told a round", async () => {
    await env.DB.prepare("UPDATE services SET body = ?")
      .bind(SERVICE.replace("www.aria.example", "new.aria.example"))
      .run();
    await env.DB.prepare("UPDATE settings SET value = 'v2'").run();
    await watch(START);
    await watch(START + SLOT);
    await runDurableObjectAlarm(probe());
    const asked = vi.mocked(globalThis.fetch).mock.calls.map(([input]) => String(input));
    expect(asked.filter((url) => url.startsWith("https://www.aria.example"))).toHaveLength(1);
    expect(asked.filter((url) => url.startsWith("https://new.aria.example"))).toHaveLength(1);
  });

  test("retires when the plan has no place for it any more", async () => {
    await env.DB.prepare("DELETE FROM services").run();
    await env.DB.prepare("UPDATE settings SET value = 'v2'").run();
    await watch(START);
    await watch(START + SLOT);
    expect(await runInDurableObject(probe(), (_, state) => state.storage.getAlarm())).toBeNull();
  });
});
