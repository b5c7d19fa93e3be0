import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attend } from "../../../shared/observe/attendance.ts";
import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import { dueSlot, firstSlot, jitterMs } from "../../../shared/observe/slot.ts";
import { roundOf } from "../../support/rounds.ts";

const MINUTE = 60_000;
describe("slots", () => {
  test("an alarm that comes in time runs its slot and misses none", () => {
    expect(dueSlot({ plannedAt: 1_000, now: 1_040, slotMs: MINUTE })).toEqual({ slot: 1_000, missed: 0, next: 61_000 });
  });

  test("an alarm that comes late runs the newest slot and counts the others as missed", () => {
    expect(dueSlot({ plannedAt: 0, now: 3.5 * MINUTE, slotMs: MINUTE })).toEqual({
      slot: 3 * MINUTE,
      missed: 3,
      next: 4 * MINUTE,
    });
  });

  test("the first slot of a lane lies within one interval, at the lane's own phase", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 2e12 }), (lane, now) => {
        const slot = firstSlot({ lane, now, slotMs: MINUTE });
        expect(slot).toBeGreaterThan(now);
        expect(slot).toBeLessThanOrEqual(now + MINUTE);
        expect((firstSlot({ lane, now: now + 7 * MINUTE, slotMs: MINUTE }) - slot) % MINUTE).toBe(0);
      }),
    );
  });

  test("jitter stays within its spread and is the same for the same slot", () => {
    const options = { key: "aria/web", slot: 5, spreadMs: 3_000 };
    expect(jitterMs(options)).toBe(jitterMs(options));
    expect(jitterMs(options)).toBeLessThan(3_000);
  });
});

describe("packed rounds", () => {
  test("come back as they were", () => {
    for (const [cause, version] of [
      [null, null],
      ["gateway_error", null],
      [null, "2026.09.14-3"],
    ] as const) {
      const round = roundOf({ region: "weur", slot: 1_767_225_600_000, cause, version });
      expect(unpackRound(packRound(round))).toEqual(round);
    }
  });

  test("keep the end of a certificate where it was seen, however far off", () => {
    const round = roundOf({ region: "attic", slot: 1_767_225_600_000 });
    const [observation] = round.observations;
    for (const certificateExpiresAt of [1_767_225_600_001, 1_790_000_000_000, 1_700_000_000_000]) {
      const seen = { ...round, observations: [{ ...observation!, certificateExpiresAt }, ...round.observations] };
      expect(unpackRound(packRound(seen))).toEqual(seen);
    }
  });

  test("that were written before a field was added are still read", () => {
    const { observations, ...rest } = JSON.parse(packRound(roundOf({ region: "weur", slot: 0, version: "7" })));
    const older = { ...rest, observations: observations.map((cells: unknown[]) => cells.slice(0, -1)) };
    expect(unpackRound(JSON.stringify(older))).toEqual(roundOf({ region: "weur", slot: 0, version: null }));
  });

  test.each(["", "{}", '{"v":1}', '{"v":2,"head":{},"observations":[],"controls":[]}'])("%j is no round", (text) =>
    expect(() => unpackRound(text)).toThrow(),
  );
});

describe("attendance", () => {
  test("counts what lies between two slots as missed, whether or not the probe knew", () => {
    const first = attend(undefined, roundOf({ region: "weur", slot: 0 }), undefined);
    const second = attend(first, roundOf({ region: "weur", slot: 4 * MINUTE }), 0);
    expect(second).toMatchObject({ run: 2, missed: 3, late: 0, colo: "AMS" });
  });

  test("a round that began more than half a slot late is late", () => {
    expect(attend(undefined, { ...roundOf({ region: "weur", slot: 0 }), startedAt: 31_000 }, undefined)).toMatchObject({
      late: 1,
    });
  });
});
