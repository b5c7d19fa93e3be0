import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../../shared/notices/encoding.ts";
import type { Reading } from "../../../shared/notices/found.ts";
import { readNotices } from "../../../shared/notices/read.ts";
import { decode } from "../../support/notices.ts";

/** Documents as vendors really served them, where they lie beside the project. They are read and never copied. */

const FOLDER = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const isThere = existsSync(`${FOLDER}/statuspage/INDEX.json`);
if (!isThere) process.stderr.write(`ABSENT: ${FOLDER}/statuspage: the captured documents are not read in this run\n`);

function read(file: string): Reading {
  const bytes = readFileSync(`${FOLDER}/${file}`);
  const text = decodeDocument(file.endsWith(".gz") ? gunzipSync(bytes) : bytes, { contentType: null, decode });
  if (!text.ok) throw new Error(`${file}: ${text.because}`);
  const outcome = readNotices(text.text, { kind: null, now: 1_787_500_000_000, url: null });
  if (!outcome.ok) throw new Error(`${file}: ${outcome.because}`);
  return outcome.reading;
}

const count = ({ notices }: Reading) => {
  const counts: Record<string, number> = {};
  for (const { status, phase } of notices) {
    const key = `${status}/${phase ?? "-"}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

describe.skipIf(!isThere)("captured documents", () => {
  test("all are read, whole", () => {
    const files = readdirSync(`${FOLDER}/statuspage`).filter((name) => name !== "INDEX.json");
    expect(files.length).toBeGreaterThanOrEqual(20);
    for (const file of files) expect([file, read(`statuspage/${file}`).complaints]).toEqual([file, []]);
  });

  test.each<[string, Reading["kind"], Record<string, number>]>([
    [
      "cloudflare_summary_2025-11-18_1119_first_minutes.json",
      "statuspage",
      { "degraded_performance/investigating": 1, "maintenance/scheduled": 50, "maintenance/in_progress": 5 },
    ],
    [
      "cloudflare_summary_2025-11-18_1151_major.json",
      "statuspage",
      {
        "major_outage/investigating": 1,
        "degraded_performance/investigating": 1,
        "maintenance/scheduled": 50,
        "maintenance/in_progress": 5,
      },
    ],
    ["cloudflare_summary_latest.json", "statuspage", { "maintenance/scheduled": 14, "maintenance/in_progress": 1 }],
    ["cloudflare_status_latest.json", "statuspage", { "degraded_performance/-": 1 }],
    ["github_summary_2026-08-17_major.json", "statuspage", { "major_outage/investigating": 1 }],
    ["github_summary_latest.json", "statuspage", {}],
    ["digitalocean_summary_latest.json", "statuspage", { "maintenance/scheduled": 1 }],
    ["discord_incidents_2022-02-15.json", "statuspage", { "degraded_performance/resolved": 1 }],
    ["claude_summary_2026-08-05.json", "statuspage", { "degraded_performance/identified": 1 }],
    ["lurk_tricky_start_time.json", "statuspage", { "operational/resolved": 1 }],
    ["statuscheck_cloudamqp_maintenance.json", "statuspage", { "maintenance/in_progress": 1 }],
    ["statuscheck_docker_partial.json", "statusio", { "partial_outage/investigating": 1 }],
    [
      "statuscheck_gitlab_maintenance.json",
      "statusio",
      { "partial_outage/identified": 1, "maintenance/in_progress": 1 },
    ],
    ["statuscheck_heroku_incident.json", "heroku", { "degraded_performance/investigating": 1 }],
    ["statuscheck_salesforce_incident_first5.json", "salesforce", {}],
    [
      "gcp_incidents_2025-06-12_1908.json",
      "gcp",
      {
        "major_outage/investigating": 1,
        "partial_outage/resolved": 4,
        "major_outage/resolved": 1,
        "degraded_performance/resolved": 6,
      },
    ],
    [
      "aws_shd_data_2022-04-19.json",
      "aws",
      { "degraded_performance/identified": 1, "degraded_performance/resolved": 15 },
    ],
    ["slack_current_active.json", "slack", { "partial_outage/investigating": 1 }],
    ["slack_current_ok.json", "slack", {}],
  ])("%s is %s", (file, kind, notices) => {
    const reading = read(`statuspage/${file}`);
    expect([reading.kind, count(reading)]).toEqual([kind, notices]);
  });

  test("an incident written up days later began before its first word", () => {
    const [notice] = read("statuspage/lurk_tricky_start_time.json").notices;
    expect((notice?.saidAt ?? 0) - (notice?.startedAt ?? 0)).toBeGreaterThan(4 * 86_400_000);
  });

  test("years of history are read without a complaint", () => {
    expect(read("feeds/gcp_incidents.jsonl.gz").notices).toHaveLength(1_002);
    expect(read("feeds/github_incidents.jsonl.gz").notices).toHaveLength(790);
    expect(read("feeds/slack_incidents.jsonl.gz").notices).toHaveLength(352);
  });
});
