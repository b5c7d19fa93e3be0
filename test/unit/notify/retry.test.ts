import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AWAY_AFTER_FAILURES, RETRY_JITTER, RETRY_SECONDS } from "../../../shared/notify/limits.ts";
import {
  type Answer,
  afterFailure,
  awayUntil,
  type Failing,
  judgeAnswer,
  nextAttemptAt,
} from "../../../shared/notify/retry.ts";

const answered = (status: number, over: object = {}): Answer => ({
  kind: "answered",
  status,
  text: "",
  retryAfterMs: null,
  location: null,
  ...over,
});

describe("an answer", () => {
  test.each<[number, string]>([
    [200, "delivered"],
    [204, "delivered"],
    [301, "failed"],
    [400, "failed"],
    [404, "failed"],
    [410, "gone"],
    [429, "failed"],
    [500, "failed"],
  ])("of %i means %s", (status, kind) => {
    expect(judgeAnswer(answered(status)).kind).toBe(kind);
  });
  test("that the platform made in the receiver's place is told as that", () => {
    expect(judgeAnswer(answered(526))).toMatchObject({
      because: "the status must be 2xx; received 526: its certificate is not valid",
    });
  });
  test("that redirects is told with where to", () => {
    expect(judgeAnswer(answered(308, { location: "https://elsewhere.example/" }))).toMatchObject({
      because: "must not redirect; answered 308 to https://elsewhere.example/",
    });
  });
});

describe("the schedule of tries", () => {
  const waits = (id: string) =>
    RETRY_SECONDS.map((_, index) => nextAttemptAt({ id, tries: index + 1, now: 0, retryAfterMs: null }) ?? 0);

  test("lasts a day, and then it is over", () => {
    const hours = waits("evt_a").reduce((sum, wait) => sum + wait, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(24 * (1 - RETRY_JITTER));
    expect(hours).toBeLessThan(24 * (1 + RETRY_JITTER));
    expect(nextAttemptAt({ id: "evt_a", tries: RETRY_SECONDS.length + 1, now: 0, retryAfterMs: null })).toBeNull();
  });

  test("waits as published, within its jitter, and longer each time", () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        for (const [index, wait] of waits(id).entries())
          expect(Math.abs(wait / 1_000 / (RETRY_SECONDS[index] ?? 0) - 1)).toBeLessThanOrEqual(RETRY_JITTER + 1e-3);
        expect(waits(id).toSorted((a, b) => a - b)).toEqual(waits(id));
      }),
    );
  });

  test("does not bring two events that failed together back together", () => {
    expect(new Set(Array.from({ length: 50 }, (_, index) => waits(`evt_${index}`)[3])).size).toBeGreaterThan(45);
  });

  test("waits as long as the receiver asks, for a day at most", () => {
    expect(nextAttemptAt({ id: "e", tries: 1, now: 0, retryAfterMs: 90_000 })).toBe(90_000);
    expect(nextAttemptAt({ id: "e", tries: 1, now: 0, retryAfterMs: 1e12 })).toBe(86_400_000);
  });
});

describe("a receiver that is away", () => {
  test("is left alone after some failures in a row, longer each time, up to five minutes", () => {
    const gaps = [1, 4, AWAY_AFTER_FAILURES, 6, 7, 50].map((failures) =>
      awayUntil(failures, { now: 0, retryAfterMs: null }),
    );
    expect(gaps).toEqual([null, null, 5_000, 15_000, 30_000, 300_000]);
  });
  test("is not left alone for longer because many attempts were under way when it went away", () => {
    const burst = { beganAt: 0, now: 70, retryAfterMs: null };
    let failing: Failing = { failures: 0, awayUntil: null };
    for (let attempt = 0; attempt < 12; attempt++) failing = afterFailure(failing, burst);
    expect(failing).toEqual({ failures: AWAY_AFTER_FAILURES, awayUntil: 5_070 });
    const asked = afterFailure(failing, { ...burst, retryAfterMs: 60_000 });
    expect(asked).toEqual({ failures: AWAY_AFTER_FAILURES, awayUntil: 60_070 });
    const later = afterFailure(failing, { beganAt: 5_070, now: 5_100, retryAfterMs: null });
    expect(later).toEqual({ failures: AWAY_AFTER_FAILURES + 1, awayUntil: 20_100 });
  });
  test("is left alone at once where it asks to be", () => {
    expect(awayUntil(1, { now: 0, retryAfterMs: 7_000 })).toBe(7_000);
  });
});
