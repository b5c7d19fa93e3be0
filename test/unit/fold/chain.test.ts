import { describe, expect, test } from "vitest";
import { GLOBAL_STATES, REGIONAL_STATES, stationary, transitionsOver } from "../../../shared/fuse/chain.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";

const { chain } = DEFAULT_MODEL;
const rowsOf = (cells: Float64Array, size: number) =>
  Array.from({ length: size }, (_, row) => [...cells.subarray(row * size, (row + 1) * size)]);

describe("exp(Q t)", () => {
  test.each([1, 4, 80, 5_760])("over %i ticks has rows that are distributions", (ticks) => {
    const { global, regional } = transitionsOver(ticks, chain);
    for (const row of [...rowsOf(global, GLOBAL_STATES), ...rowsOf(regional, REGIONAL_STATES)]) {
      expect(row.every((cell) => cell >= 0)).toBe(true);
      expect(row.reduce((sum, cell) => sum + cell, 0)).toBeCloseTo(1, 9);
    }
  });

  test("over two spans is the product of both", () => {
    const once = rowsOf(transitionsOver(4, chain).regional, REGIONAL_STATES);
    const twice = rowsOf(transitionsOver(8, chain).regional, REGIONAL_STATES);
    const [up = [], degraded = [], down = []] = once;
    for (const [from, row] of once.entries())
      for (const to of [0, 1, 2]) {
        const product = row[0]! * up[to]! + row[1]! * degraded[to]! + row[2]! * down[to]!;
        expect(twice[from]?.[to]).toBeCloseTo(product, 12);
      }
  });

  test("leaves a state that is not up at the recovery rate", () => {
    const [, , down = []] = rowsOf(transitionsOver(4, chain).regional, REGIONAL_STATES);
    expect(down[0]).toBeCloseTo(1 - Math.exp(-chain.recovery), 4);
  });

  test("settles where a service is up nearly always", () => {
    const { global, regional } = stationary(chain);
    expect(global[0]).toBeGreaterThan(0.995);
    expect(regional[0]).toBeGreaterThan(0.998);
  });
});
