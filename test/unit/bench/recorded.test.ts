import { describe, expect, test } from "vitest";
import { ServiceId } from "../../../shared/schema/index.ts";
import { meaningOf, type Row } from "../../bench/detection/recorded/row.ts";
import { slugs } from "../../bench/detection/recorded/slugs.ts";
import { fieldsOf, recordingsOf } from "../../bench/detection/recorded/upptime.ts";
import { MINUTE, START } from "../../support/timeline.ts";
import { looks, minutes, told } from "./captured.ts";

/** Seconds since 1970, `minute` minutes into the recording. */
const seconds = (minute: number) => START / 1_000 + minute * 60;
const HEADER = "repo,site,unix_ts,status,http_code,response_ms";
const DAY = 1_440;
const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};
const recording = (...rows: string[]) => only(recordingsOf([HEADER, ...rows]));
/** Minute, status, code. */
type Change = readonly [number, Row["status"], number];
const site = (...rows: Change[]) =>
  recording(...rows.map(([minute, status, code]) => `o/r,Web,${seconds(minute)},${status},${code},120`));

describe("what a recorded row means", () => {
  test.each([
    ["up", 200, "pass", null],
    ["up", 401, "pass", null],
    ["up", 0, "pass", null],
    ["degraded", 200, "pass", "slow"],
    ["degraded", 502, "fail", "gateway_error"],
    ["degraded", 403, "inconclusive", "blocked"],
    ["down", 401, "inconclusive", "blocked"],
    ["down", 403, "inconclusive", "blocked"],
    ["down", 429, "inconclusive", "blocked"],
    ["down", 451, "inconclusive", "blocked"],
    ["down", 0, "fail", "connect_timeout"],
    ["down", 500, "fail", "origin_error"],
    ["down", 502, "fail", "gateway_error"],
    ["down", 503, "fail", "gateway_error"],
    ["down", 504, "fail", "gateway_timeout"],
    ["down", 520, "fail", "origin_unreachable"],
    ["down", 530, "fail", "origin_unreachable"],
    ["down", 200, "fail", "response_status"],
    ["down", 415, "fail", "response_status"],
  ] as const)("%s with %i is %s, %s", (status, code, outcome, cause) => {
    expect(meaningOf({ status, code })).toEqual({ outcome, cause });
  });
});

describe("a recording of one vantage point", () => {
  test("between two rows the state holds, at a look every 5 min", () => {
    const { events } = site([0, "up", 200], [7, "down", 503], [19, "up", 200], [26, "up", 200]);
    expect(told(events())).toEqual(["0 pass", "5 pass", "10 fail", "15 fail", "20 pass", "25 pass"]);
  });

  test("a look names the runner, the status and, once after its row, the latency", () => {
    const seen = looks(site([0, "up", 200], [7, "down", 503], [20, "up", 200]).events());
    expect(seen.map(({ latencyMs }) => latencyMs)).toEqual([120, null, 120, null, 120]);
    expect(seen[2]).toMatchObject({
      service: "web",
      endpoint: "web",
      region: "runner",
      status: 503,
      cause: "gateway_error",
    });
  });

  test("rows may stand in any order", () => {
    const { events } = site([12, "up", 200], [0, "up", 200], [7, "down", 503]);
    expect(told(events())).toEqual(["0 pass", "5 pass", "10 fail"]);
  });

  test("a day without a row is no change; two days without one are silence", () => {
    const count = (days: number) => looks(site([0, "up", 200], [days * DAY, "up", 200]).events()).length;
    expect(count(2)).toBe(2 * 288 + 1);
    expect(count(10)).toBe(49 * 12 + 1);
  });

  test("each repository is a world, each site a service of one endpoint", () => {
    const both = recordingsOf([
      HEADER,
      `o/r,Web,${seconds(0)},up,200,1`,
      `o/r,"Api, ""new""",${seconds(5)},up,200,1`,
      `p/q,Web,${seconds(5)},up,200,1`,
    ]);
    expect(both.map(({ name, world }) => [name, world.services])).toEqual([
      ["o/r", { web: ["web"], "api-new": ["web"] }],
      ["p/q", { web: ["web"] }],
    ]);
    expect(both[0]?.world).toMatchObject({ regions: ["runner"], intervalMs: 5 * MINUTE });
  });

  test("rounds of several sites are in the order of time, each closed by a tick", () => {
    const events = [
      ...recording(
        `o/r,Late,${seconds(6)},up,200,1`,
        `o/r,Late,${seconds(12)},up,200,1`,
        `o/r,Web,${seconds(0)},up,200,1`,
        `o/r,Web,${seconds(12)},up,200,1`,
      ).events(),
    ];
    expect(events.map(({ type }) => type[0]).join("")).toBe("ototoot");
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((one, other) => one - other));
  });

  test("a part of the span can be chosen", () => {
    const part = { from: START + 10 * MINUTE, to: START + 20 * MINUTE };
    const { events, episodes } = site([0, "down", 0], [12, "up", 200], [15, "down", 0], [40, "up", 200]);
    expect(told(events(part))).toEqual(["10 fail", "15 fail"]);
    expect(told(events({ ...part, from: part.from + 1 }))).toEqual(["15 fail"]);
    expect([...episodes(part)].map(minutes)).toEqual([[15, 40]]);
  });

  test("a row that is none is refused", () => {
    expect(() => site([0, "sideways" as "up", 200])).toThrow("status");
  });
});

describe("the ground truth", () => {
  const labelled = (...rows: Change[]) =>
    [...site(...rows).episodes()].map((episode) => [...minutes(episode), episode.label]);

  test("10 min of failure are an outage, less is short", () => {
    expect(labelled([0, "up", 200], [5, "down", 0], [15, "up", 200])).toEqual([[5, 15, "outage"]]);
    expect(labelled([0, "up", 200], [5, "down", 0], [14, "up", 200])).toEqual([[5, 14, "short"]]);
  });

  test("a change of code is the same episode", () => {
    expect(labelled([0, "down", 0], [6, "down", 502], [12, "up", 200])).toEqual([[0, 12, "outage"]]);
  });

  test("a refusal is blocked however long it lasts, and is cut out of an outage", () => {
    expect(labelled([0, "down", 403], [600, "up", 200])).toEqual([[0, 600, "blocked"]]);
    expect(labelled([0, "down", 0], [15, "down", 403], [30, "up", 200])).toEqual([
      [0, 15, "outage"],
      [15, 30, "blocked"],
    ]);
  });

  test("an episode ends where the recording falls silent", () => {
    expect(labelled([0, "down", 0], [10 * DAY, "down", 0], [10 * DAY + 5, "up", 200])).toEqual([
      [0, 49 * 60, "outage"],
      [10 * DAY, 10 * DAY + 5, "short"],
    ]);
  });
});

describe("names and fields as people write them", () => {
  test("quoted fields hold commas and quotes", () => {
    expect(fieldsOf('o/r,"a, ""b""",,x,')).toEqual(["o/r", 'a, "b"', "", "x", ""]);
  });

  test("every name becomes an id of its own", () => {
    const slugOf = slugs();
    const names = ["Zürcher API", "Zurcher  api!", "🎥", "–", "x".repeat(90), `${"x".repeat(90)}y`];
    const ids = names.map(slugOf);
    expect(ids.slice(0, 4)).toEqual(["zurcher-api", "zurcher-api-2", "site", "site-2"]);
    expect(new Set(ids).size).toBe(names.length);
    for (const slug of ids) expect(ServiceId.safeParse(slug).success).toBe(true);
    expect(slugOf("Zürcher API")).toBe("zurcher-api");
  });
});
