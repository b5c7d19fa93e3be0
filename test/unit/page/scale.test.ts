import { describe, expect, test } from "vitest";
import { linePath, niceAbove, scale, stepPath } from "../../../workers/aggregator/page/charts/scale.ts";

/** From values to drawings. */

describe("a scale", () => {
  test("maps ends to ends, and what is between between", () => {
    const at = scale(100, 200, 0, 50);
    expect([100, 150, 200].map(at)).toEqual([0, 25, 50]);
  });
  test("of a single value stays finite", () => expect(scale(7, 7, 3, 9)(7)).toBe(3));
});

test.each([
  [0, 1],
  [3, 5],
  [50, 50],
  [51, 100],
  [1_234, 2_000],
])("the nice height above %d is %d", (value, above) => expect(niceAbove(value)).toBe(above));

test("a line breaks where nothing is known", () => {
  expect(linePath([[0, 1], [1, 2], null, [3, 4], [5, 6]])).toBe("M0 1L1 2M3 4L5 6");
});

test("a step holds until the next value", () => {
  expect(
    stepPath([
      [0, 9],
      [4, 2],
      [8, 2],
    ]),
  ).toBe("M0 9H4V2H8V2");
});
