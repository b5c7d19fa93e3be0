import { fill } from "../../../../shared/diagnose/language.ts";
import type { Day, Days } from "../../../../shared/history/days.ts";
import type { View } from "../view.ts";
import { spanText } from "../words.ts";

/** Ninety days as bars: the worse the day, the more of the bar is cut away, so that colour is never alone. */

const BAR = { width: 6, gap: 1, height: 36 } as const;
/** Height of a bar by what the day was like; a day nobody watched is a stub. */
const HEIGHTS = { up: 1, degraded: 0.7, down: 0.45, maintenance: 0.3, unknown: 0.15 } as const;

export function DayBars({ view, past }: { view: View; past: Days }) {
  const { days, up } = past;
  const { chart: words } = view.words;
  const watched = days.filter(({ state }) => state !== "unknown").length;
  const says = up === null ? words.none : fill(words.daysAbout, { percent: uptimeText(up), days: watched });
  return (
    <figure>
      <figcaption>
        {words.days}: {says}
      </figcaption>
      <svg
        class="days"
        viewBox={`0 0 ${days.length * (BAR.width + BAR.gap)} ${BAR.height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words.days}: ${says}`}
      >
        {days.map((day, index) => (
          <rect
            class={day.state}
            x={index * (BAR.width + BAR.gap)}
            y={BAR.height * (1 - HEIGHTS[day.state])}
            width={BAR.width}
            height={BAR.height * HEIGHTS[day.state]}
          >
            <title>{dayText(view, day)}</title>
          </rect>
        ))}
      </svg>
      <p class="legend" aria-hidden="true">
        <span>{words.ago}</span>
        <span class="right">{words.today}</span>
      </p>
    </figure>
  );
}

function dayText({ words: { chart, units } }: View, { date, state, downMs, degradedMs }: Day): string {
  if (state === "unknown") return fill(chart.dayNone, { date });
  if (state === "maintenance") return fill(chart.dayMaintenance, { date });
  if (state === "up") return fill(chart.dayUp, { date });
  return fill(chart.dayDown, { date, down: spanText(downMs, units), degraded: spanText(degradedMs, units) });
}

/** Two decimals, and 100 % only when nothing failed. */
function uptimeText(uptime: number): string {
  return uptime === 1 ? "100 %" : `${(Math.floor(uptime * 10_000) / 100).toFixed(2)} %`;
}
