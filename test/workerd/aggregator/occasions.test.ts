import { applyD1Migrations, evictDurableObject, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Event } from "../../../shared/schema/event.ts";
import { formatInstant, type Round } from "../../../shared/schema/index.ts";
import { roundOf, SERVICE_JSON } from "../../support/rounds.ts";

/** What is told besides incidents, from a round or the passing of time to the event that is committed. */

const START = 1_767_225_600_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const REGIONS = ["weur", "eeur", "enam", "wnam", "oc", "apac", "apac-ne", "apac-se"];
const fusion = () => env.FUSION.getByName("real/0");
const at = (minute: number) => START + minute * MINUTE;

/** The events that are committed, each as a subscriber's object takes it. */
async function committed(): Promise<Event[]> {
  const { results } = await env.DB.prepare("SELECT body FROM published_events ORDER BY position").all();
  return results.map(({ body }) => Event.parse(JSON.parse(String(body))));
}

async function serviceWith(over: object): Promise<void> {
  await env.DB.prepare("INSERT OR REPLACE INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(JSON.stringify({ ...JSON.parse(SERVICE_JSON), ...over }))
    .run();
}

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await serviceWith({});
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

describe("a maintenance", () => {
  const window = { from: formatInstant(at(10)), to: formatInstant(at(40)), reason: "new disks" };

  test("is told when it begins and when it ends, once each, also by an object that woke in between", async () => {
    await serviceWith({ maintenance: [window] });
    await fusion().tick(at(9));
    expect(await committed()).toEqual([]);
    for (const minute of [10, 11, 12]) await fusion().tick(at(minute));
    expect(await committed()).toMatchObject([
      { type: "maintenance.started", at: at(10), service: { id: "aria", name: "Aria" }, maintenance: window },
    ]);
    await evictDurableObject(fusion());
    for (const minute of [13, 40, 41]) await fusion().tick(at(minute));
    const [started, ended, ...more] = await committed();
    expect(ended).toMatchObject({ type: "maintenance.ended", at: at(40), because: ["new disks"] });
    expect(ended?.id).not.toBe(started?.id);
    expect(more).toEqual([]);
  });

  test("that nobody was awake for is told when somebody is, but not hours later", async () => {
    await serviceWith({ maintenance: [window] });
    await fusion().tick(at(95));
    expect((await committed()).map(({ type }) => type)).toEqual(["maintenance.ended"]);
  });
});

describe("a probe", () => {
  const isOut = (region: string, minute: number) => region === "oc" && minute >= 6 && minute < 14;
  /** A probe that has lost its way out sees its controls fail with everything else. */
  const seen = (region: string, minute: number): Round => {
    const slot = at(minute) + REGIONS.indexOf(region) * 1_000;
    if (!isOut(region, minute)) return roundOf({ region, slot });
    const round = roundOf({ region, slot, cause: "connect_timeout" });
    const controls = round.controls.map((control) => ({
      ...control,
      outcome: "fail" as const,
      cause: "connect_timeout" as const,
      latencyMs: null,
    }));
    return { ...round, controls };
  };

  test("that falls ill is told once, however long it stays so", async () => {
    for (let minute = 0; minute < 14; minute++) {
      for (const region of REGIONS) await fusion().ingest(seen(region, minute));
      await fusion().tick(at(minute) + 30_000);
    }
    const events = await committed();
    expect(events).toMatchObject([{ type: "probe.ill", simulated: false, probe: { region: "oc" } }]);
    expect(events[0]?.at).toBeGreaterThanOrEqual(at(6));
    expect(events[0]?.at).toBeLessThanOrEqual(at(9));
  });
});

describe("a certificate", () => {
  const seen = (minute: number, certificateExpiresAt: number): Round => {
    const round = roundOf({ region: "weur", slot: at(minute) });
    return { ...round, observations: round.observations.map((look) => ({ ...look, certificateExpiresAt })) };
  };
  const told = async () =>
    (await committed()).map((event) => event.type === "certificate.expiring" && event.certificate.daysLeft);

  test("that runs out is told as each warning falls due, once each, and anew when it was replaced by one as short", async () => {
    const end = at(0) + 22 * DAY;
    await fusion().ingest(seen(0, end));
    expect(await told()).toEqual([]);
    for (const [day, count] of [
      [2, 1],
      [3, 1],
      [16, 2],
      [21.5, 3],
      [21.6, 3],
    ] as const) {
      await fusion().ingest(seen(day * 1_440, end));
      expect(await told()).toHaveLength(count);
    }
    expect(await told()).toEqual([20, 6, 0.5]);
    expect((await committed())[0]).toMatchObject({
      service: { id: "aria" },
      endpoint: { id: "web", name: "Website", url: "https://www.aria.example/" },
      certificate: { expiresAt: end },
    });
    await fusion().ingest(seen(22 * 1_440, at(22 * 1_440) + 5 * DAY));
    expect(await told()).toEqual([20, 6, 0.5, 5]);
  });
});
