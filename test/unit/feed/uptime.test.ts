import { describe, expect, test } from "vitest";
import { shareText, uptimeBadge } from "../../../shared/feed/badge.ts";
import { type Past, uptimeOf } from "../../../shared/feed/uptime.ts";
import { at, incidentOf } from "../../support/incidents.ts";

/** Uptime of a day of 1,440 minutes, each case with what it may and may not count. */

const DAY = 1_440;
const span = { from: at(0), to: at(DAY) };
const past = (over: Partial<Past> = {}): Past => ({
  changes: [{ at: at(-10), state: "up" }],
  incidents: [],
  maintenance: [],
  watched: [{ from: at(-10), to: at(DAY) }],
  ...over,
});
const minutes = (over: Partial<Past>) =>
  Object.fromEntries(Object.entries(uptimeOf(past(over), span).ms).map(([kind, ms]) => [kind, ms / 60_000]));
const none = { up: 0, degraded: 0, down: 0, unknown: 0, maintenance: 0 };

describe("uptime", () => {
  test.each<[string, Partial<Past>, Partial<typeof none>]>([
    ["of a quiet day is all of it", {}, { up: DAY }],
    [
      "ends with the opening of an incident, not with its suspicion, and begins with its end",
      { incidents: [incidentOf({ phase: "resolved", at: [90, 100, 120, 130] })] },
      { up: DAY - 30, down: 30 },
    ],
    [
      "of a degraded service is told apart",
      { incidents: [incidentOf({ state: "degraded", phase: "resolved", at: [0, 0, 5, 10] })] },
      { up: DAY - 10, degraded: 10 },
    ],
    [
      "counts an incident that goes on to the end",
      { incidents: [incidentOf({ at: [0, DAY - 60, 0, 0] })] },
      { up: DAY - 60, down: 60 },
    ],
    [
      "counts overlapping incidents once",
      {
        incidents: [
          incidentOf({ id: "inc_a", phase: "resolved", at: [0, 10, 20, 40] }),
          incidentOf({ id: "inc_b", phase: "resolved", at: [0, 30, 35, 50] }),
        ],
      },
      { up: DAY - 40, down: 40 },
    ],
    [
      "ignores a suspicion and what was withdrawn",
      { incidents: [incidentOf({ phase: "suspected" }), incidentOf({ phase: "withdrawn" })] },
      { up: DAY },
    ],
    [
      "leaves maintenance out, declared or announced, whatever fails meanwhile",
      {
        maintenance: [{ from: at(0), to: at(60) }],
        incidents: [
          incidentOf({ id: "inc_a", phase: "resolved", at: [0, 10, 20, 50] }),
          incidentOf({
            id: "inc_b",
            phase: "resolved",
            at: [0, 100, 110, 120],
            muted: { because: "maintenance", by: "vendor" },
          }),
        ],
      },
      { up: DAY - 80, maintenance: 80 },
    ],
    [
      "counts what another's outage explains: the service was not up",
      {
        incidents: [incidentOf({ phase: "resolved", at: [0, 0, 5, 10], muted: { because: "inhibited", by: "inc_x" } })],
      },
      { up: DAY - 10, down: 10 },
    ],
    [
      "counts unknown time neither way, also within an incident",
      {
        changes: [
          { at: at(-10), state: "up" },
          { at: at(100), state: "unknown" },
          { at: at(400), state: "up" },
        ],
        incidents: [incidentOf({ phase: "resolved", at: [0, 50, 410, 410] })],
      },
      { up: DAY - 360, down: 60, unknown: 300 },
    ],
    [
      "knows nothing before the first verdict",
      { changes: [{ at: at(440), state: "up" }] },
      { up: 1_000, unknown: 440 },
    ],
    [
      "knows nothing of the time in which nobody watched",
      {
        watched: [
          { from: at(-10), to: at(500) },
          { from: at(800), to: at(1_400) },
        ],
      },
      { up: 1_100, unknown: 340 },
    ],
    ["knows nothing at all without a verdict", { changes: [] }, { unknown: DAY }],
  ])("%s", (_, over, expected) => {
    expect(minutes(over)).toEqual({ ...none, ...expected });
  });

  test("is a share of the known time, and null without any", () => {
    const { up } = uptimeOf(
      past({
        changes: [{ at: at(440), state: "up" }],
        incidents: [incidentOf({ phase: "resolved", at: [500, 500, 510, 510] })],
      }),
      span,
    );
    expect(up).toBeCloseTo(0.99, 12);
    expect(uptimeOf(past({ changes: [] }), span).up).toBeNull();
  });
});

describe("the badge of uptime", () => {
  test.each([
    [1, "100 %"],
    [0.9999999, "99.999 %"],
    [0.99951, "99.951 %"],
    [0.9876, "98.76 %"],
    [0, "0.00 %"],
  ])("%f reads %s: never rounded up to all", (share, text) => {
    expect(shareText(share)).toBe(text);
  });

  test("says how many days are known when they are fewer than it names", () => {
    const days = (known: number) => ({
      ...uptimeOf(past(), span),
      from: at(0),
      to: at(30 * DAY),
      knownMs: known * DAY * 60_000,
    });
    expect(uptimeBadge("Aria", days(30))).toEqual({ label: "Aria uptime 30 d", message: "100 %", tone: "good" });
    expect(uptimeBadge("Aria", days(12.5)).message).toBe("100 % of 12 d");
    expect(uptimeBadge("Aria", days(0.3)).message).toBe("100 % of < 1 d");
    expect(uptimeBadge("Aria", { ...days(0), up: null })).toMatchObject({ message: "not known", tone: "unknown" });
  });
});
