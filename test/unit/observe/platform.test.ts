import { describe, expect, test } from "vitest";
import { partsOf, planLanes, worstCaseMs } from "../../../shared/observe/lanes.ts";
import { LANE_BOUNDS } from "../../../shared/observe/limits.ts";
import { packRound } from "../../../shared/observe/pack-round.ts";
import { Assignment, type Lane, RegionId, type Round } from "../../../shared/schema/index.ts";
import { ROUND_OBSERVATIONS_MAX, SENTENCE_MAX_CHARS } from "../../../shared/schema/limits.ts";
import { CONCURRENCY, JITTER_SHARE } from "../../../workers/probe/limits.ts";
import { roundOf } from "../../support/rounds.ts";

/**
 * 10,000 endpoints once a minute from eleven regions, against what the platform publishes (paid plan). Where a number is
 * ours, it says so.
 */

/** https://developers.cloudflare.com/workers/platform/limits/ */
const WORKERS = {
  connections: 6,
  subrequests: 10_000,
  memoryBytes: 128e6,
  rpcBytes: 32 * 2 ** 20,
};
/** https://developers.cloudflare.com/durable-objects/platform/limits/ */
const OBJECTS = { requestsASecond: 1_000, rowBytes: 2e6 };
/** https://developers.cloudflare.com/durable-objects/platform/pricing/: $0.15 a million, $12.50 a million GB-s at 128 MB. */
const OBJECT_PRICE = { includedRequests: 1e6, request: 0.15e-6, includedGbs: 400_000, gbs: 12.5e-6, gb: 0.128 };
/** https://developers.cloudflare.com/d1/platform/limits/ and /pricing/: one thread, $1 a million rows after 50 million. */
const D1 = { rowBytes: 2e6, includedRows: 50e6, row: 1e-6, slowQueriesASecond: 10 };
const MINUTES_A_MONTH = 43_200;

const ENDPOINTS = 10_000;
const REGIONS = RegionId.options.length;
/** Ours: a name asked of one resolver, both families; the exchange with five redirects; staging asks as much again. */
const SUBREQUESTS_A_CHECK = 2 * (2 + 1 + 5);
/** Ours: seconds that a hand is awake for, with its spread and targets that answer within a second. */
const HAND_SECONDS = 1.5;

const assignments = Array.from({ length: ENDPOINTS }, (_, index) =>
  Assignment.parse({
    service: `service-${Math.floor(index / 3)}`,
    endpoint: `endpoint-${index % 3}`,
    provider: "cloudflare",
    allowPrivate: false,
    check: {
      url: `https://service-${Math.floor(index / 3)}.example/health/${index}`,
      expect: { status: [200], body: { json: [{ path: "status.indicator", equals: "none" }] } },
    },
  }),
);
const lanes = planLanes(assignments, LANE_BOUNDS);
const parts = lanes.flatMap((lane) => partsOf(lane, LANE_BOUNDS));
const biggest = lanes.reduce((most, lane) => (lane.assignments.length > most.assignments.length ? lane : most));

/** The round of a lane in which everything fails, with as many words as are allowed. */
function worstRound({ assignments: checks }: Lane): Round {
  const round = roundOf({ region: "weur", slot: 1_767_225_600_000, cause: "origin_unreachable" });
  const [seen] = round.observations;
  if (seen === undefined) throw new Error("a round has an observation");
  const observations = checks.map(({ service, endpoint }) => ({
    ...seen,
    service,
    endpoint,
    detail: "x".repeat(SENTENCE_MAX_CHARS),
  }));
  return { ...round, observations };
}

describe("10,000 endpoints a minute from eleven regions", () => {
  test("are planned in steps that grow with their number: with its square, ten times as many would outlast a test", () => {
    const many = Array.from({ length: 10 }, (_, turn) =>
      assignments.map((each) => ({ ...each, endpoint: `${each.endpoint}-${turn}` as typeof each.endpoint })),
    ).flat();
    const planned = planLanes(many, LANE_BOUNDS).flatMap((lane) => partsOf(lane, LANE_BOUNDS));
    expect(planned.flat()).toHaveLength(10 * ENDPOINTS);
  });

  test("finish their slot when every target times out, within what one invocation may do", () => {
    expect(LANE_BOUNDS.concurrency).toBe(CONCURRENCY);
    expect(CONCURRENCY).toBeLessThanOrEqual(WORKERS.connections);
    for (const part of parts) {
      const lastsMs = 60_000 * JITTER_SHARE + worstCaseMs(part, LANE_BOUNDS);
      expect(lastsMs).toBeLessThan(60_000);
      expect(part.length * SUBREQUESTS_A_CHECK).toBeLessThan(WORKERS.subrequests);
    }
    const laneSubrequests = 6 * SUBREQUESTS_A_CHECK + partsOf(biggest, LANE_BOUNDS).length + 3;
    expect(laneSubrequests).toBeLessThan(WORKERS.subrequests);
  });

  test("fit a row, a message and the memory of an isolate", () => {
    const round = worstRound(biggest);
    expect(round.observations.length).toBeLessThanOrEqual(ROUND_OBSERVATIONS_MAX);
    expect(packRound(round).length).toBeLessThan(D1.rowBytes);
    expect(JSON.stringify(biggest).length).toBeLessThan(OBJECTS.rowBytes);
    expect(JSON.stringify(round).length).toBeLessThan(WORKERS.rpcBytes);
    // The whole plan, as text and parsed, in the watchdog.
    expect(JSON.stringify(lanes).length * 4).toBeLessThan(WORKERS.memoryBytes);
    expect(JSON.stringify(lanes).length).toBeLessThan(WORKERS.rpcBytes);
  });

  test("write no more rows than the plan includes, and at most 5 for 1,000 observations", () => {
    const rounds = lanes.length * REGIONS;
    // One row stored, one pruned a week later, one for setting the alarm.
    const rows = rounds * 3;
    expect((rows / (ENDPOINTS * REGIONS)) * 1_000).toBeLessThanOrEqual(5);
    expect(rows * MINUTES_A_MONTH).toBeLessThan(D1.includedRows);
    expect(rounds / 60).toBeLessThan(D1.slowQueriesASecond);
  });

  test("ask little of any one object, and cost what can be said beforehand", () => {
    expect((lanes.length * REGIONS) / 60).toBeLessThan(OBJECTS.requestsASecond);
    const requests = (lanes.length + parts.length) * REGIONS * MINUTES_A_MONTH;
    const gbs =
      (parts.length * HAND_SECONDS + lanes.length * 60 * JITTER_SHARE * 2) *
      REGIONS *
      MINUTES_A_MONTH *
      OBJECT_PRICE.gb;
    const dollars =
      Math.max(0, requests - OBJECT_PRICE.includedRequests) * OBJECT_PRICE.request +
      Math.max(0, gbs - OBJECT_PRICE.includedGbs) * OBJECT_PRICE.gbs;
    const perMillionChecks = dollars / ((ENDPOINTS * REGIONS * MINUTES_A_MONTH) / 1e6);
    console.log(
      `10,000 endpoints x 11 regions: ${lanes.length} lanes and ${parts.length} parts a region, ` +
        `$${Math.round(dollars)} a month for objects, $${perMillionChecks.toFixed(2)} per million checks`,
    );
    expect(perMillionChecks).toBeLessThan(0.5);
  });
});
