import { geoArea } from "d3-geo";
import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { SHAPES } from "../../../workers/aggregator/map/outlines.ts";

/** Brier's score (1950): the mean square of what was said minus what was so, countries weighted by their area. */

/** A country without an outline at 1:110m counts as this much of the unit sphere, about 3,000 square kilometres. */
const SMALL = 0.00008;
const areas = ALL_COUNTRIES.map(({ id }) => {
  const shape = SHAPES.get(id);
  return shape === undefined ? SMALL : geoArea(shape);
});
const total = areas.reduce((sum, area) => sum + area, 0);

export function brierOf(said: readonly number[], truth: ReadonlySet<string>): number {
  let sum = 0;
  for (const [index, { id }] of ALL_COUNTRIES.entries())
    sum += (areas[index] ?? 0) * ((said[index] ?? 0) - Number(truth.has(id))) ** 2;
  return sum / total;
}
