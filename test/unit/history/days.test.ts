import { describe, expect, test } from "vitest";
import type { Past } from "../../../shared/feed/uptime.ts";
import { daysOf } from "../../../shared/history/days.ts";
import type { Incident } from "../../../shared/schema/index.ts";
import { parseInstant } from "../../../shared/schema/instant.ts";

/** Days as incidents made them; what counts is the uptime's rule, tried in its own test. */

const at = (text: string) => parseInstant(`${text}:00Z`) ?? Number.NaN;
const NOW = at("2026-03-10T12:00");
const HOUR = 3_600_000;

function incident(from: string, to: string | null, more: object = {}): Incident {
  const ended = to === null ? { phase: "open" } : { phase: "resolved", recoveringAt: at(to), resolvedAt: at(to) };
  return { state: "down", openedAt: at(from), suspectedAt: at(from), ...ended, ...more } as unknown as Incident;
}
function days(
  incidents: readonly Incident[],
  { since = "2026-03-01T00:00", ...more }: Partial<Past> & { since?: string } = {},
) {
  const past: Past = {
    changes: [{ at: at(since), state: "up" }],
    incidents,
    maintenance: [],
    watched: [{ from: at(since), to: NOW }],
    ...more,
  };
  return daysOf(past, { now: NOW, count: 5 });
}

describe("days", () => {
  test("are the last ones, in order, and today ends now", () => {
    expect(days([]).days.map(({ date }) => date)).toEqual([
      "2026-03-06",
      "2026-03-07",
      "2026-03-08",
      "2026-03-09",
      "2026-03-10",
    ]);
    expect(days([]).up).toBe(1);
  });

  test("an incident over midnight counts in both", () => {
    const [, , before, after] = days([incident("2026-03-08T22:00", "2026-03-09T03:00")]).days;
    expect([before?.downMs, after?.downMs].map((ms) => (ms ?? 0) / HOUR)).toEqual([2, 3]);
    expect([before?.state, after?.state]).toEqual(["down", "down"]);
  });

  test("one that is not over counts until now", () => {
    expect(days([incident("2026-03-10T09:00", null)]).days.at(-1)?.downMs).toBe(3 * HOUR);
  });

  test("trouble is kept apart from being down", () => {
    const seen = days([incident("2026-03-09T00:00", "2026-03-09T06:00", { state: "degraded" })]);
    expect(seen.days.at(-2)).toMatchObject({ state: "degraded", downMs: 0, degradedMs: 6 * HOUR });
  });

  test("the share is of all the days together, and of the time that is known", () => {
    const seen = days([incident("2026-03-09T18:00", "2026-03-10T00:00")], { since: "2026-03-09T12:00" });
    expect(seen.days.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown", "down", "up"]);
    expect(seen.up).toBeCloseTo(1 - 6 / 24, 10);
  });

  test("a day of nothing but planned work is one of maintenance", () => {
    const maintenance = [{ from: at("2026-03-08T00:00"), to: at("2026-03-09T00:00") }];
    expect(days([], { maintenance }).days[2]?.state).toBe("maintenance");
  });

  test("nothing watched, nothing said", () => {
    const seen = days([], { changes: [], watched: [] });
    expect(seen.days.every(({ state }) => state === "unknown")).toBe(true);
    expect(seen.up).toBeNull();
  });
});
