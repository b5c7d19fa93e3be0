import { describe, expect, test } from "vitest";
import { daysOf, uptimeOf } from "../../../shared/history/days.ts";
import type { Incident } from "../../../shared/schema/index.ts";
import { parseInstant } from "../../../shared/schema/instant.ts";

/** Days as incidents made them. */

const at = (text: string) => parseInstant(`${text}:00Z`) ?? Number.NaN;
const NOW = at("2026-03-10T12:00");
const HOUR = 3_600_000;

function incident(from: string, to: string | null, more: Partial<Incident> = {}): Incident {
  const common = {
    id: `inc_${from}`,
    service: "aria",
    state: "down",
    scope: "global",
    layer: null,
    regions: {},
    suspectedAt: at(from),
    openedAt: at(from),
    reasons: [],
    timeline: [],
  };
  const ended =
    to === null ? { phase: "open" } : { phase: "resolved", recoveringAt: at(to), resolvedAt: at(to) + HOUR };
  return { ...common, ...ended, ...more } as unknown as Incident;
}
const days = (incidents: readonly Incident[], since: string | null = "2026-03-01T00:00") =>
  daysOf(incidents, { now: NOW, since: since === null ? null : at(since), count: 5 });

describe("days", () => {
  test("are the last ones, in order, and today ends now", () => {
    expect(days([]).map(({ date }) => date)).toEqual([
      "2026-03-06",
      "2026-03-07",
      "2026-03-08",
      "2026-03-09",
      "2026-03-10",
    ]);
    expect(days([]).map(({ watchedMs }) => watchedMs / HOUR)).toEqual([24, 24, 24, 24, 12]);
  });

  test("an incident over midnight counts in both, until it was back and not until it was called over", () => {
    const [, , before, after] = days([incident("2026-03-08T22:00", "2026-03-09T03:00")]);
    expect([before?.downMs, after?.downMs].map((ms) => (ms ?? 0) / HOUR)).toEqual([2, 3]);
    expect([before?.state, after?.state]).toEqual(["down", "down"]);
  });

  test("one that is not over counts until now", () => {
    expect(days([incident("2026-03-10T09:00", null)]).at(-1)?.downMs).toBe(3 * HOUR);
  });

  test("trouble is kept apart from being down, and takes nothing from the uptime", () => {
    const seen = days([incident("2026-03-09T00:00", "2026-03-09T06:00", { state: "degraded" })]);
    expect(seen.at(-2)).toMatchObject({ state: "degraded", downMs: 0, degradedMs: 6 * HOUR });
    expect(uptimeOf(seen)).toBe(1);
  });

  test.each([
    ["suspected and never confirmed", { phase: "withdrawn" }],
    ["still suspected", { phase: "suspected" }],
    ["for a maintenance", { muted: { because: "maintenance", by: "upgrade" } }],
    ["explained by a broader one", { muted: { because: "inhibited", by: "inc_other" } }],
  ])("an incident that was %s counts nowhere", (_, more) => {
    const seen = days([incident("2026-03-09T00:00", "2026-03-09T06:00", more as Partial<Incident>)]);
    expect(seen.every(({ state }) => state === "up")).toBe(true);
  });

  test("what was not watched is unknown, and is no part of the uptime", () => {
    const seen = days([incident("2026-03-09T18:00", "2026-03-10T00:00")], "2026-03-09T12:00");
    expect(seen.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown", "down", "up"]);
    expect(uptimeOf(seen)).toBeCloseTo(1 - 6 / 24, 10);
    expect(uptimeOf(days([], null))).toBeNull();
  });
});
