import { formatInstant } from "../../../../shared/schema/instant.ts";
import { clockText } from "../words.ts";
import { CHART, type Scale } from "./scale.ts";

/** The frame of a chart: three heights, and the times of its two ends. */
export function Axes({
  y,
  marks,
  from,
  to,
}: {
  y: Scale;
  marks: readonly [number, string][];
  from: number;
  to: number;
}) {
  const { width, height, left, right } = CHART;
  return (
    <g class="axes">
      {marks.map(([value, label]) => (
        <>
          <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
          <text x={left - 6} y={y(value) + 4} text-anchor="end">
            {label}
          </text>
        </>
      ))}
      <text x={left} y={height - 6}>
        {timeOf(from)}
      </text>
      <text x={width - right} y={height - 6} text-anchor="end">
        {timeOf(to)}
      </text>
    </g>
  );
}

export function timeOf(at: number): string {
  return clockText(formatInstant(at));
}
