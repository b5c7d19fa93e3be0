import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { FoldEvent } from "../../shared/schema/index.ts";
import { mulberry32 } from "../support/random.ts";
import { eventsOf, MINUTE, START, type World } from "../support/timeline.ts";

/** The replay command as a person runs it: events in, verdicts out. */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const world: World = {
  services: { aria: ["web", "api"], mail: ["web"] },
  minutes: 25,
  faults: [
    { service: "aria", endpoints: ["api"], in: ["weur", "eeur", "afr"], from: 8, to: 14, cause: "gateway_error" },
  ],
};
const lines = eventsOf(world).map((event) => JSON.stringify(z.encode(FoldEvent, event)));

async function replay(input: string): Promise<{
  code: number;
  verdicts: {
    service: string;
    state: string;
    scope: string;
    phase: string | null;
    at: string;
    regions: Record<string, { state: string }>;
  }[];
  stderr: string;
}> {
  const child = spawn("node", ["workers/cli/main.ts", "replay"], { cwd: ROOT });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on("close", resolve));
  return {
    code,
    stderr,
    verdicts: stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

describe("downwhere replay", () => {
  test("says what the network would have said", async () => {
    const { code, verdicts, stderr } = await replay(lines.join("\n"));
    expect([code, stderr]).toEqual([0, ""]);
    const opened = verdicts.find(({ phase }) => phase === "open");
    expect(opened).toMatchObject({ type: "verdict", service: "aria", layer: "gateway" });
    expect(verdicts.some(({ state, phase }) => state === "down" && phase === "open")).toBe(true);
    expect(Date.parse(opened?.at ?? "")).toBeLessThan(START + 11 * MINUTE);
    expect(verdicts.some(({ scope }) => scope === "regional")).toBe(true);
    expect(verdicts.at(-1)).toMatchObject({ state: "up" });
  });

  test("does not mind lines that are four minutes out of order", async () => {
    const random = mulberry32(7);
    const shuffled = lines
      .map((line) => ({ line, key: JSON.parse(line).at as string }))
      .map(({ line, key }) => ({ line, key: Date.parse(key) + random() * 4 * MINUTE }))
      .sort((a, b) => a.key - b.key)
      .map(({ line }) => line);
    const [straight, crooked] = await Promise.all([replay(lines.join("\n")), replay(shuffled.join("\n"))]);
    expect(crooked.verdicts).toEqual(straight.verdicts);
  });

  test("tells that a region fell silent though no tick is in the input", async () => {
    const silent = lines.filter((line) => {
      const event = JSON.parse(line);
      return event.type !== "tick" && (event.region !== "oc" || Date.parse(event.at) < START + 16 * MINUTE);
    });
    const { verdicts } = await replay(silent.join("\n"));
    expect(verdicts.filter(({ service }) => service === "mail").at(-1)?.regions.oc?.state).toBe("unknown");
  });

  test("reports lines that are no events with their numbers, and goes on", async () => {
    const { code, verdicts, stderr } = await replay(
      ["nonsense", '{"type":"tick","at":"noon"}', '{"type":"gossip"}', ...lines].join("\n"),
    );
    expect(code).toBe(1);
    expect(stderr.split("\n").map((line) => line.split(":")[0])).toEqual(["line 1", "line 2", "line 3", ""]);
    expect(stderr).toContain("line 2: at: must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z");
    expect(verdicts.length).toBeGreaterThan(2);
  });
});
