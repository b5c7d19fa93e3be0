import { printTable } from "../print-table.ts";
import { clusters } from "./clusters.ts";
import { candidatesOf, detectionsOf, GRID } from "./leave-one-out.ts";
import { openTweets, PROFILES, type Series } from "./nab-data.ts";
import { normalised, type Profile, rawScore } from "./nab-score.ts";
import { openPlaces } from "./places.ts";
import { windowedGaussian } from "./windowed-gaussian.ts";

/** `npm run bench:reports`: the detector of surges in reports and mentions, on recorded series. */

const tweets = openTweets();
if (tweets === null) process.stdout.write("ABSENT: ../shared/data/nab is not here, so nothing was measured on it.\n\n");
else nab(tweets);

const places = openPlaces();
if (places === null)
  process.stdout.write("ABSENT: ../shared/data/reports is not here, so nothing was measured on it.\n\n");
else clusters(places);

function nab(series: readonly Series[]): void {
  const windows = series.reduce((sum, each) => sum + each.windows.length, 0);
  const scored = (profile: Profile, detect: (each: Series, index: number) => readonly number[]) =>
    normalised(
      series.reduce(
        (sum, each, index) => sum + rawScore(detect(each, index), each.windows, each.counts.length, profile),
        0,
      ),
      windows,
      profile,
    ).toFixed(1);
  process.stdout.write(`Numenta Anomaly Benchmark, realTweets: ${series.length} series, ${windows} windows.\n\n`);
  const candidates = candidatesOf(series);
  const ours = Object.values(PROFILES).map((profile) => {
    const raw = candidates.map(({ detections }) =>
      series.map((each, index) => rawScore(detections[index] ?? [], each.windows, each.counts.length, profile)),
    );
    const total = (scores: readonly number[], without: number | null) =>
      scores.reduce((sum, score, index) => sum + (index === without ? 0 : score), 0);
    const bestWithout = (without: number | null) =>
      raw.reduce((best, scores) => (total(scores, without) > total(best, without) ? scores : best));
    const held = series.reduce((sum, _, index) => sum + (bestWithout(index)[index] ?? 0), 0);
    return {
      heldOut: normalised(held, windows, profile).toFixed(1),
      inSample: normalised(total(bestWithout(null), null), windows, profile).toFixed(1),
      asShipped: scored(profile, (each) => detectionsOf(each)),
    };
  });
  const row = (name: string, of: (each: (typeof ours)[number]) => string) => [name, ...ours.map(of)];
  printTable(
    ["detector", ...Object.keys(PROFILES)],
    [
      row("Downwhere, each series with settings chosen on the other nine", ({ heldOut }) => heldOut),
      row(`Downwhere, best of the ${GRID.length} settings on all ten (in sample)`, ({ inSample }) => inSample),
      row("Downwhere, as it runs in the network", ({ asShipped }) => asShipped),
      ["ARTime, published", "81.8", "", ""],
      ["CAD OSE, published", "74.5", "", ""],
      ["earthgecko Skyline, published", "68.9", "", ""],
      ["Numenta HTM, published", "68.0", "", ""],
      ["Twitter ADVec, published", "59.6", "", ""],
      ["windowed Gaussian, published", "51.4", "", ""],
      [
        "windowed Gaussian, computed here",
        ...Object.values(PROFILES).map((profile) => scored(profile, ({ counts }) => windowedGaussian(counts))),
      ],
      ["never detects, computed here", ...Object.values(PROFILES).map((profile) => scored(profile, () => []))],
    ],
  );
}
