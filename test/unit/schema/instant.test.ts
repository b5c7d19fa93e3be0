import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatInstant, parseInstant } from "../../../shared/schema/instant.ts";

describe("instants", () => {
  test("are written as the platform writes them", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true }),
        (date) => {
          expect(formatInstant(date.getTime())).toBe(date.toISOString());
        },
      ),
    );
  });

  test("are read back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });

  test.each([
    ["2026-09-14T06:00:03Z", 1_789_365_603_000],
    ["2026-09-14T08:00:03+02:00", 1_789_365_603_000],
    ["2024-02-29T00:00:00.5Z", 1_709_164_800_500],
  ])("%s is a time", (text, instant) => expect(parseInstant(text)).toBe(instant));

  test.each([
    "",
    "yesterday",
    "2026-02-30T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00",
  ])("%j is none", (text) => expect(parseInstant(text)).toBeNull());
});
