import { applyD1Migrations, reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LANE_BOUNDS } from "../../../shared/observe/limits.ts";
import { EndpointId, RegionId, type Round, ServiceId } from "../../../shared/schema/index.ts";
import { pruneRounds } from "../../../workers/aggregator/store/rounds.ts";
import { insertRound } from "../../../workers/probe/store/rounds.ts";
import { roundOf } from "../../support/rounds.ts";

/** What a quiet minute writes, in rows as the platform counts them (`meta.rows_written`): rows are the bill. */

const START = 1_767_225_600_000;
const MINUTE = 60_000;
/** Each `setAlarm` is billed as one row (https://developers.cloudflare.com/durable-objects/platform/pricing/). */
const ALARM_ROWS = 1;
/** Endpoints from which on the target holds: a region's minute costs three rows, however few the checks. */
const ENOUGH = 660;

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
});
afterEach(() => reset());

const fusion = () => env.FUSION.getByName("real/0");

/** A round in which so many endpoints, three to a service, all pass. */
function quietRound(region: string, slot: number, checks: number): Round {
  const round = roundOf({ region, slot });
  const [observation] = round.observations;
  if (observation === undefined) throw new Error("a round has an observation");
  const observations = Array.from({ length: checks }, (_, index) => ({
    ...observation,
    service: ServiceId.parse(`s${Math.floor(index / 3)}`),
    endpoint: EndpointId.parse(`e${index % 3}`),
  }));
  return { ...round, observations };
}

/** Rows of one minute in all regions, storing, folding, saving and one day pruning it. */
async function rowsOfMinute(checks: number): Promise<{ rows: number; observations: number }> {
  let rows = 0;
  for (const minute of [0, 1]) {
    rows = 0;
    for (const [index, region] of RegionId.options.entries()) {
      const round = quietRound(region, START + minute * MINUTE + index * 1_000, checks);
      rows += (await insertRound(env.DB, round)) + ALARM_ROWS;
      await fusion().ingest(round);
    }
    await fusion().tick(START + (minute + 1) * MINUTE);
  }
  rows += await pruneRounds(env.DB, { before: START + MINUTE, limit: 1_000 });
  rows += await runInDurableObject(fusion(), (_, state) =>
    Number(state.storage.sql.exec("SELECT count(*) AS n FROM state").one().n),
  );
  const said = await env.DB.prepare("SELECT count(*) AS n FROM incidents").first();
  expect(said?.n).toBe(0);
  return { rows, observations: checks * RegionId.options.length };
}

describe("a quiet minute", () => {
  test.each([ENOUGH, LANE_BOUNDS.checks * 0.8])(
    "of %d endpoints writes at most 5 rows per 1,000 observations",
    { timeout: 30_000 },
    async (checks) => {
      const { rows, observations } = await rowsOfMinute(checks);
      console.log(
        `rows written per 1,000 observations, ${checks} endpoints: ${((rows / observations) * 1_000).toFixed(2)}`,
      );
      expect((rows / observations) * 1_000).toBeLessThanOrEqual(5);
    },
  );

  test("writes three rows a region, with what is pruned later, however few the checks", async () => {
    const { rows } = await rowsOfMinute(120);
    const saved = rows - 3 * RegionId.options.length;
    expect(saved).toBeGreaterThanOrEqual(1);
    expect(saved).toBeLessThanOrEqual(4);
  });
});
