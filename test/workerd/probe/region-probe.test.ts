import {
  applyD1Migrations,
  evictDurableObject,
  listDurableObjectIds,
  reset,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { partsOf } from "../../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../../shared/observe/limits.ts";
import { unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Lane } from "../../../shared/schema/index.ts";
import { Lane as LaneSchema } from "../../../shared/schema/index.ts";
import { answerDoh } from "../../support/doh.ts";
import { SERVICE_JSON } from "../../support/rounds.ts";

/** The network runs five times faster than real time, so a minute's looks again take a second. */
const INTERVAL_SECONDS = 50;
/** Tomorrow: an alarm that is set for the story's time does not fire by itself while the test runs. */
const SLOT = 10_000;
const START = Math.ceil(Date.now() / SLOT) * SLOT + 8_640 * SLOT;
const lane: Lane = LaneSchema.parse({
  intervalSeconds: INTERVAL_SECONDS,
  number: 0,
  assignments: [
    {
      service: "aria",
      endpoint: "web",
      provider: "fastly",
      allowPrivate: false,
      check: { url: "https://www.aria.example/", intervalSeconds: INTERVAL_SECONDS },
    },
  ],
});
/** The same check in the store: what a renewed plan is made from. */
const SERVICE = SERVICE_JSON.replace(
  '"https://www.aria.example/"',
  `"https://www.aria.example/","intervalSeconds":${INTERVAL_SECONDS}`,
);
const probe = () => env.REGION_PROBE.getByName("weur/50/0");
const watch = (now: number) => probe().watch({ place: "weur", version: "v1", lane, now });
const storedRounds = async () => {
  const { results } = await env.DB.prepare("SELECT body FROM rounds ORDER BY slot").all();
  return results.map(({ body }) => unpackRound(String(body)));
};

/** What every name resolves to. */
let address = "93.184.7.7";

/** The outside: every target answers, resolvers resolve, and the trace page says where we are. */
const outside = (input: RequestInfo | URL): Response => {
  const url = new URL(input instanceof Request ? input.url : String(input));
  if (url.pathname === "/cdn-cgi/trace") return new Response("colo=AMS\nloc=NL\n");
  return answerDoh(url, [address]) ?? new Response("success Success Microsoft Connect Test");
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
  address = "93.184.7.7";
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
      lane: "weur/50/0",
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

  test("goes on with its schedule after a restart, and runs no slot twice", async () => {
    await watch(START);
    await watch(START + SLOT);
    await evictDurableObject(probe());
    await watch(START + SLOT);
    await evictDurableObject(probe());
    await watch(START + 2 * SLOT);
    expect((await storedRounds()).map(({ missed }) => missed)).toEqual([0, 0]);
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

  test("retires with its alarm when the plan has no place for it any more, and begins anew when it has", async () => {
    await env.DB.prepare("DELETE FROM services").run();
    await env.DB.prepare("UPDATE settings SET value = 'v2'").run();
    await watch(START);
    await watch(START + SLOT);
    expect(await runInDurableObject(probe(), (_, state) => state.storage.getAlarm())).toBeNull();
    expect(await runDurableObjectAlarm(probe())).toBe(false);
    expect(await storedRounds()).toHaveLength(1);

    await watch(START + 2 * SLOT);
    await watch(START + 3 * SLOT);
    expect(await storedRounds()).toHaveLength(2);
  });

  test("is sent its checks only when it has not this version of them", async () => {
    expect(await probe().tend({ version: "v1", now: START })).toBe(false);
    await watch(START);
    expect(await probe().tend({ version: "v1", now: START + SLOT })).toBe(true);
    expect(await storedRounds()).toHaveLength(1);
    expect(await probe().tend({ version: "v2", now: START + 2 * SLOT })).toBe(false);
    expect(await storedRounds()).toHaveLength(1);
  });
});

/** As many checks as given, each of a service of its own. */
const laneOf = (count: number): Lane =>
  LaneSchema.parse({
    intervalSeconds: INTERVAL_SECONDS,
    number: 0,
    assignments: Array.from({ length: count }, (_, index) => ({
      service: `s${index}`,
      endpoint: "web",
      allowPrivate: false,
      check: { url: `https://s${index}.example/`, intervalSeconds: INTERVAL_SECONDS, timeoutMs: 5_000 },
    })),
  });

describe("a lane of many checks", () => {
  const big = laneOf(60);
  const watchBig = (now: number) => probe().watch({ place: "weur", version: "v1", lane: big, now });

  test("is one round and one row, though several objects look", async () => {
    await watchBig(START);
    await watchBig(START + SLOT);
    const [round, ...others] = await storedRounds();
    expect(others).toEqual([]);
    expect(new Set(round?.observations.map(({ service, outcome }) => `${service} ${outcome}`))).toEqual(
      new Set(big.assignments.map(({ service }) => `${service} pass`)),
    );
    expect(round?.controls).toHaveLength(6);
    const objects = (await listDurableObjectIds(env.REGION_PROBE)).map(String);
    const parts = partsOf(big, LANE_BOUNDS);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts.keys())
      expect(objects).toContain(String(env.REGION_PROBE.idFromName(`weur/50/0/${part}`)));
  });

  test("finishes its slot even when every target is silent", async () => {
    vi.mocked(globalThis.fetch).mockImplementation(async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (!url.host.endsWith(".example")) return outside(input as RequestInfo);
      await new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
      throw new Error("unreachable");
    });
    await watchBig(START);
    await watchBig(START + SLOT);
    const [round] = await storedRounds();
    expect(round?.observations).toHaveLength(60);
    expect(round?.observations.every(({ outcome }) => outcome === "fail")).toBe(true);
    expect((round?.finishedAt ?? 0) - (round?.startedAt ?? 0)).toBeLessThan(SLOT);
  });
});

describe("a failure that was not there before", () => {
  const failOnce = { count: 0 };
  const failing = (times: number) => {
    failOnce.count = 0;
    vi.mocked(globalThis.fetch).mockImplementation(async (input) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (url.host === "www.aria.example" && failOnce.count++ < times) return new Response("broken", { status: 500 });
      return outside(input as RequestInfo);
    });
  };
  const looksAt = (since: number) =>
    vi
      .mocked(globalThis.fetch)
      .mock.calls.slice(since)
      .filter(([input]) => String(input).startsWith("https://www.aria.example")).length;

  test("is looked at again until it passes, and the schedule goes on as if nothing had been", async () => {
    await watch(START);
    await watch(START + SLOT);
    const since = vi.mocked(globalThis.fetch).mock.calls.length;
    const planned = await runInDurableObject(probe(), (_, state) => state.storage.getAlarm());
    failing(1);
    await watch(START + 2 * SLOT);
    expect(looksAt(since)).toBe(2);
    expect(await runInDurableObject(probe(), (_, state) => state.storage.getAlarm())).toBe((planned ?? 0) + SLOT);
    const rounds = await storedRounds();
    expect(rounds.map(({ missed, observations }) => [missed, observations.map(({ outcome }) => outcome)])).toEqual([
      [0, ["pass"]],
      [0, ["fail"]],
    ]);
  });

  test("is looked at twice again while it lasts, and not again in the next round", async () => {
    await watch(START);
    await watch(START + SLOT);
    const since = vi.mocked(globalThis.fetch).mock.calls.length;
    failing(100);
    await watch(START + 2 * SLOT);
    expect(looksAt(since)).toBe(3);
    await watch(START + 3 * SLOT);
    expect(looksAt(since)).toBe(4);
  });

  test("costs the lane no row", async () => {
    await watch(START);
    await watch(START + SLOT);
    failing(100);
    await watch(START + 2 * SLOT);
    const rows = await runInDurableObject(probe(), (_, state) =>
      ["outbox", "lane_state"].map((table) => state.storage.sql.exec(`SELECT count(*) AS n FROM ${table}`).one().n),
    );
    expect(rows).toEqual([0, 1]);
  });
});

describe("a look that is asked for", () => {
  const ask = (publicOnly: boolean) =>
    probe().lookNow({ place: "weur", assignments: lane.assignments, now: START, publicOnly });

  test("is made at once with two control targets, and leaves the object without alarm and storage", async () => {
    const { observations, controls, colo } = await ask(true);
    expect(observations).toMatchObject([{ service: "aria", region: "weur", outcome: "pass", colo: "AMS" }]);
    expect(new Set(controls.map(({ provider }) => provider)).size).toBe(2);
    expect(colo).toBe("AMS");
    const kept = await runInDurableObject(probe(), async (_, state) => [
      await state.storage.getAlarm(),
      state.storage.sql.exec("SELECT count(*) AS n FROM sqlite_master WHERE name IN ('outbox', 'lane_state')").one().n,
    ]);
    expect(kept).toEqual([null, 0]);
  });

  test("by a stranger is not sent to a name that leads to an inner address, and the refusal says so", async () => {
    address = "127.0.0.1";
    const assignments = lane.assignments.map((each) => ({
      ...each,
      allowPrivate: true,
      check: { ...each.check, url: "https://inner.aria.example/" },
    }));
    const { observations } = await probe().lookNow({ place: "weur", assignments, now: START, publicOnly: true });
    // The API turns these words into a refusal of its own.
    expect(observations).toMatchObject([
      { outcome: "inconclusive", cause: "probe_error", detail: expect.stringMatching(/\bpublic\b/) },
    ]);
    const asked = vi.mocked(globalThis.fetch).mock.calls.map(([input]) => String(input));
    expect(asked.filter((url) => url.startsWith("https://inner.aria.example"))).toEqual([]);
  });
});
