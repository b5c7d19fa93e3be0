import { estimateCountries } from "../../../shared/geo/estimate/estimate.ts";
import { GEO_MODEL } from "../../../shared/geo/estimate/model.ts";
import { mulberry32 } from "../../support/random.ts";
import { printTable } from "../print-table.ts";
import { drawing } from "./draw.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { observe } from "./observe.ts";
import { RULES } from "./rules.ts";
import { brierOf } from "./score.ts";

/**
 * `npm run bench:map -- [--cases N]`: the map's estimate against held-back truth. The score is Brier's (1950), the mean
 * square of what was said minus what was so, countries weighted by their area; then what was said and what was so, and
 * what drawing it costs.
 */

const CASES = Number(process.argv[process.argv.indexOf("--cases") + 1]) || 200;
const scores = KINDS.map((kind, index) => scoresOf(kind, 1_000 * (index + 1)));
printTable(
  ["kind of outage", ...RULES.map(({ name }) => name)],
  scores.map(({ kind, briers }) => [kind, ...briers.map((brier) => brier.toFixed(4))]),
);
calibration();
await drawing();

function scoresOf(kind: Kind, seed: number): { kind: string; briers: number[] } {
  const sums = RULES.map(() => 0);
  for (let number = 0; number < CASES; number++) {
    const random = mulberry32(seed * 1_000 + number);
    const truth = kind.draw(random);
    const seen = observe(truth, kind.seen, random);
    for (const [index, { judge }] of RULES.entries()) sums[index] = (sums[index] ?? 0) + brierOf(judge(seen), truth);
  }
  return { kind: kind.name, briers: sums.map((sum) => sum / CASES) };
}

/** Over all kinds: how often what was said came true, and how often a country's state was known and right. */
function calibration(): void {
  const bands = [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01].map((to) => ({ to, count: 0, said: 0, so: 0, within: 0 }));
  const states: Record<string, { count: number; failing: number }> = {};
  for (const [index, kind] of KINDS.entries())
    for (let number = 0; number < Math.min(CASES, 50); number++) {
      const random = mulberry32((index + 1) * 1_000_000 + number);
      const truth = kind.draw(random);
      const { sightings, ground } = observe(truth, kind.seen, random);
      for (const { country, probability, state } of estimateCountries(sightings, ground, GEO_MODEL)) {
        const band = bands.find(({ to }) => probability < to);
        const isFailing = truth.has(country);
        const named = states[state] ?? { count: 0, failing: 0 };
        states[state] = named;
        named.count++;
        named.failing += Number(isFailing);
        if (band === undefined) continue;
        band.count++;
        band.said += probability;
        band.so += Number(isFailing);
      }
    }
  printTable(
    ["said up to", "countries", "mean said", "truly failing"],
    bands.map(({ to, count, said, so }) => [
      Math.min(1, to).toFixed(2),
      String(count),
      (said / Math.max(1, count)).toFixed(3),
      (so / Math.max(1, count)).toFixed(3),
    ]),
  );
  printTable(
    ["state", "countries", "truly failing"],
    Object.entries(states).map(([state, { count, failing }]) => [state, String(count), (failing / count).toFixed(3)]),
  );
}
