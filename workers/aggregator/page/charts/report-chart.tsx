import { fill } from "../../../../shared/diagnose/language.ts";
import type { ReportSeries } from "../../../../shared/schema/index.ts";
import type { View } from "../view.ts";
import { Axes, timeOf } from "./axes.tsx";
import { CHART, linePath, niceAbove, stepPath, timeScale, valueScale } from "./scale.ts";

/** How many people report it, step by step, against what is usual for the time. */
export function ReportChart({ view, series }: { view: View; series: ReportSeries | null }) {
  const { chart: words } = view.words;
  const isNothingKnown = series === null || (series.total.people === 0 && series.usual === null);
  if (isNothingKnown || series.points.length < 2)
    return (
      <figure>
        <figcaption>{words.reports}</figcaption>
        <p class="empty">{words.noReports}</p>
      </figure>
    );
  const { points, since, until, total } = series;
  const people = points.map((point) => point.people);
  const usual = points.flatMap((point) => point.usual?.high ?? []);
  const top = niceAbove(Math.max(...people, ...usual));
  const x = timeScale(since, until);
  const y = valueScale(top);
  const says = fill(words.reportsAbout, {
    people: total.people,
    from: timeOf(since),
    to: timeOf(until),
    high: Math.max(...people),
  });
  const line = stepPath([
    ...points.map(({ at, people: count }): [number, number] => [x(at), y(count)]),
    [x(until), y(people.at(-1) ?? 0)],
  ]);
  return (
    <figure>
      <figcaption>{words.reports}</figcaption>
      <svg class="chart" viewBox={`0 0 ${CHART.width} ${CHART.height}`} role="img" aria-label={says}>
        <title>{says}</title>
        <path class="band" d={bandPath(points, x, y)} />
        <path class="area" d={`${line}V${y(0)}H${x(points[0]?.at ?? since)}Z`} />
        <Axes y={y} marks={[0, top / 2, top].map((value) => [value, String(value)])} from={since} to={until} />
        <path class="line" d={line} />
      </svg>
      <p class="legend" aria-hidden="true">
        <span class="key band-key" /> {words.band}
      </p>
    </figure>
  );
}

/** Between the counts among which an ordinary step lies. */
function bandPath(points: ReportSeries["points"], x: (at: number) => number, y: (value: number) => number): string {
  const known = points.flatMap(({ at, usual }) => (usual === null ? [] : [{ at, usual }]));
  if (known.length < 2) return "";
  const upper = known.map(({ at, usual }): [number, number] => [x(at), y(usual.high)]);
  const lower = known.map(({ at, usual }): [number, number] => [x(at), y(usual.low)]).reverse();
  return `${linePath([...upper, ...lower])}Z`;
}
