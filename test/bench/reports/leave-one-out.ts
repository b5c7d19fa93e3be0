import { type Anomalies, DEFAULT_ANOMALIES } from "../../../shared/fuse/model/anomalies.ts";
import { openAnomaly, takeBin } from "../../../shared/fuse/people/anomaly.ts";
import type { Series } from "./nab-data.ts";

/** The settings among which each series' own are chosen without it, and what each detects in every series. */

type Setting = { readonly parameters: Anomalies; readonly from: number };

/** Half-lives of one and two weeks, horizons with and without the long one, four thresholds. */
export const GRID: readonly Setting[] = [2_016, 4_032].flatMap((halfLifeBins) =>
  [
    [3, 12],
    [3, 6, 12],
    [3, 12, 36],
  ].flatMap((horizons) =>
    [1.2, 1.5, 1.8, 2.2].map((from) => ({ parameters: { ...DEFAULT_ANOMALIES, halfLifeBins, horizons }, from })),
  ),
);

/** A day: the same burst is told once. */
const DEAD_BINS = 288;

export function candidatesOf(
  series: readonly Series[],
): { readonly setting: Setting; readonly detections: readonly (readonly number[])[] }[] {
  const scores = new Map<Anomalies, number[][]>();
  return GRID.map((setting) => {
    const alike = [...scores].find(
      ([{ halfLifeBins, horizons }]) =>
        halfLifeBins === setting.parameters.halfLifeBins && horizons === setting.parameters.horizons,
    );
    const known = alike?.[1] ?? series.map((each) => scoresOf(each, setting.parameters));
    scores.set(setting.parameters, known);
    return { setting, detections: known.map((each) => crossings(each, setting.from)) };
  });
}

/** With the settings of the network. */
export function detectionsOf(series: Series): number[] {
  return crossings(scoresOf(series, DEFAULT_ANOMALIES), DEFAULT_ANOMALIES.scoreFrom);
}

function scoresOf({ counts, at }: Series, parameters: Anomalies): number[] {
  const anomaly = openAnomaly(parameters);
  return counts.map((count, row) => takeBin(anomaly, count, at[row] ?? 0, parameters));
}

function crossings(scores: readonly number[], from: number): number[] {
  const rows: number[] = [];
  for (const [row, score] of scores.entries())
    if (score > from && row - (rows.at(-1) ?? Number.NEGATIVE_INFINITY) > DEAD_BINS) rows.push(row);
  return rows;
}
