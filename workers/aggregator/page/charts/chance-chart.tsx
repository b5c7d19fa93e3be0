import { fill } from "../../../../shared/diagnose/language.ts";
import type { Verdict } from "../../../../shared/schema/index.ts";
import type { View } from "../view.ts";
import { percent } from "../words.ts";
import { Axes, timeOf } from "./axes.tsx";
import { CHART, stepPath, timeScale, valueScale } from "./scale.ts";

/** The chance that the service fails, as the verdict had it: it holds until the next change. */
export function ChanceChart({ view, changes, until }: { view: View; changes: readonly Verdict[]; until: number }) {
  const { chart: words } = view.words;
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined || changes.length < 2)
    return (
      <figure>
        <figcaption>{words.chance}</figcaption>
        <p class="empty">{words.none}</p>
      </figure>
    );
  const to = Math.max(until, last.at);
  const x = timeScale(first.at, to);
  const y = valueScale(1);
  const points = changes.map(({ at, probability }): [number, number] => [x(at), y(probability)]);
  const line = stepPath([...points, [x(to), y(last.probability)]]);
  const says = fill(words.chanceAbout, {
    from: timeOf(first.at),
    to: timeOf(to),
    high: percent(Math.max(...changes.map(({ probability }) => probability))),
    last: percent(last.probability),
  });
  return (
    <figure>
      <figcaption>{words.chance}</figcaption>
      <svg class="chart" viewBox={`0 0 ${CHART.width} ${CHART.height}`} role="img" aria-label={says}>
        <title>{says}</title>
        <path class="area" d={`${line}V${y(0)}H${x(first.at)}Z`} />
        <Axes
          y={y}
          marks={[
            [0, "0 %"],
            [0.5, "50 %"],
            [1, "100 %"],
          ]}
          from={first.at}
          to={to}
        />
        <path class="line" d={line} />
      </svg>
    </figure>
  );
}
