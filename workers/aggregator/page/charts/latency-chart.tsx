import { fill } from "../../../../shared/diagnose/language.ts";
import type { LatencyStep } from "../../../../shared/history/latency.ts";
import type { View } from "../view.ts";
import { Axes, timeOf } from "./axes.tsx";
import { CHART, linePath, niceAbove, timeScale, valueScale } from "./scale.ts";

/** How fast it answered, with the band that was usual then, and the steps in which looks failed. */

const STEPS_MIN = 3;

export function LatencyChart({ view, steps }: { view: View; steps: readonly LatencyStep[] }) {
  const { chart: words } = view.words;
  const [first] = steps;
  const last = steps.at(-1);
  const medians = steps.flatMap(({ medianMs }) => medianMs ?? []);
  if (first === undefined || last === undefined || medians.length < STEPS_MIN)
    return (
      <figure>
        <figcaption>{words.latency}</figcaption>
        <p class="empty">{words.none}</p>
      </figure>
    );
  const highest = Math.max(...medians);
  // A band that is far wider than anything that was seen would flatten the line.
  const top = niceAbove(Math.max(highest, Math.min(highest * 2, ...steps.flatMap(({ usual }) => usual?.highMs ?? []))));
  const x = timeScale(first.at, last.at);
  const y = valueScale(top);
  const says = fill(words.latencyAbout, {
    count: steps.length,
    from: timeOf(first.at),
    to: timeOf(last.at),
    last: Math.round(medians.at(-1) ?? 0),
    high: Math.round(highest),
  });
  return (
    <figure>
      <figcaption>{words.latency}</figcaption>
      <svg class="chart" viewBox={`0 0 ${CHART.width} ${CHART.height}`} role="img" aria-label={says}>
        <title>{says}</title>
        <path
          class="band"
          d={bandPath(
            steps,
            (at) => x(at),
            (ms) => y(Math.min(top, ms)),
          )}
        />
        {steps
          .filter(({ failed }) => failed > 0)
          .map(({ at, failed, looks }) => (
            <rect class="failed" x={x(at) - 2} width="4" y={CHART.top} height={CHART.height - CHART.bottom - CHART.top}>
              <title>{`${timeOf(at)}: ${failed} / ${looks} ${words.failed}`}</title>
            </rect>
          ))}
        <Axes y={y} marks={[0, top / 2, top].map((value) => [value, String(value)])} from={first.at} to={last.at} />
        <path
          class="line"
          d={linePath(steps.map(({ at, medianMs }) => (medianMs === null ? null : [x(at), y(medianMs)])))}
        />
      </svg>
      <p class="legend" aria-hidden="true">
        <span class="key band-key" /> {words.band} <span class="key failed-key" /> {words.failed}
      </p>
    </figure>
  );
}

/** There along the upper edge and back along the lower one. */
function bandPath(steps: readonly LatencyStep[], x: (at: number) => number, y: (ms: number) => number): string {
  const known = steps.flatMap(({ at, usual }) => (usual === null ? [] : [{ at, usual }]));
  if (known.length < 2) return "";
  const upper = known.map(({ at, usual }): [number, number] => [x(at), y(usual.highMs)]);
  const lower = known.map(({ at, usual }): [number, number] => [x(at), y(usual.lowMs)]).reverse();
  return `${linePath([...upper, ...lower])}Z`;
}
