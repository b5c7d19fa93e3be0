import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { postingLags } from "../../bench/detection/recorded/lags.ts";
import { replayOf } from "../../bench/detection/recorded/replay.ts";
import { openRecorded } from "../../bench/detection/recorded.ts";
import { MINUTE, START } from "../../support/timeline.ts";
import { at, CAPTURED, looks, minutes, told } from "./captured.ts";

describe("a replay of a real outage", () => {
  const replay = replayOf(CAPTURED);

  test("looks every minute, six hours around the outage, from the state before to the state after", () => {
    const seen = looks(replay.events());
    expect(seen).toHaveLength(360 + 60 + 360);
    expect(seen.filter(({ outcome }) => outcome !== "pass").map((look) => (look.at - START) / MINUTE)).toEqual(
      Array.from({ length: 12 }, (_, index) => 363 + index),
    );
  });

  test("the operator's words stand between the looks, those of minor incidents aside", () => {
    expect(replay.notices.map(({ at: posted, status, phase }) => [(posted - START) / MINUTE, status, phase])).toEqual([
      [370.2, "major_outage", "investigating"],
      [400, "operational", "resolved"],
    ]);
    const events = [...replay.events()];
    expect(events.filter(({ type }) => type === "notice")).toHaveLength(2);
    expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).sort((one, other) => one - other));
  });

  test("the truth is what the site went through, not what the operator says", () => {
    expect([...replay.episodes()].map((episode) => [...minutes(episode), episode.label])).toEqual([
      [362.5, 375, "outage"],
    ]);
    expect(minutes(replay.outage)).toEqual([360, 420]);
  });
});

describe("the folder", () => {
  test("the lag of a post runs from the begin to the first word, and is never negative", () => {
    const incident = (created: number, ...updates: number[]) =>
      JSON.stringify({ begin: at(0), created: at(created), updates: updates.map((when) => ({ when: at(when) })) });
    const lags = [...postingLags([incident(35, 90, 40), incident(-5), JSON.stringify({ begin: at(0), updates: [] })])];
    expect(lags.map(({ lagMs }) => lagMs / MINUTE)).toEqual([35, 0]);
  });

  test("without the data there is nothing, and it says so", () => {
    expect(openRecorded(join(tmpdir(), "no-such-folder"))).toBeNull();
  });

  test("a folder of recorded data opens", () => {
    const folder = mkdtempSync(join(tmpdir(), "recorded-"));
    for (const name of ["upptime", "replay", "feeds"]) mkdirSync(join(folder, name));
    const seconds = START / 1_000;
    const rows = [
      "repo,site,unix_ts,status,http_code,response_ms",
      `o/r,Web,${seconds},up,200,1`,
      "",
      `o/r,Web,${seconds + 300},up,200,1`,
    ];
    writeFileSync(join(folder, "upptime/observations.csv.gz"), gzipSync(rows.join("\r\n")));
    writeFileSync(join(folder, "replay/cdn.json"), JSON.stringify(CAPTURED));
    writeFileSync(
      join(folder, "feeds/gcp_incidents.jsonl.gz"),
      gzipSync(`${JSON.stringify({ begin: at(0), created: at(9), updates: [] })}\n`),
    );
    const recorded = openRecorded(folder);
    expect(told(recorded?.upptime()[0]?.events() ?? [])).toEqual(["0 pass", "5 pass"]);
    expect(recorded?.replays().map(({ name }) => name)).toEqual(["cdn-2026-01-01"]);
    expect([...(recorded?.lags() ?? [])].map(({ lagMs }) => lagMs)).toEqual([9 * MINUTE]);
    rmSync(folder, { recursive: true });
  });
});
