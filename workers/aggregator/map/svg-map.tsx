import type { StatusMap } from "../../../shared/geo/map.ts";
import { clockText } from "../page/words.ts";
import { headlineOf } from "./headline.ts";
import { MapDrawing } from "./map-drawing.tsx";
import { PAINTS, type Paint, STEPS, type Theme } from "./paint.ts";
import { MAP, type ProjectionName } from "./projection.ts";

/** The map as one picture that needs nothing else: title, drawing, legend and time, every colour an attribute. */

const HEAD = 52;
const FOOT = 46;
export const PICTURE = { width: MAP.width, height: HEAD + MAP.height + FOOT } as const;

export function SvgMap({
  map,
  width,
  theme,
  projection,
}: {
  map: StatusMap;
  width: number;
  theme: Theme;
  projection: ProjectionName;
}) {
  const paint = PAINTS[theme];
  const title = headlineOf(map);
  const height = Math.round((width * PICTURE.height) / PICTURE.width);
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={width}
      height={height}
      viewBox={`0 0 ${PICTURE.width} ${PICTURE.height}`}
      role="img"
      font-family={FONTS}
    >
      <title>{`${title} ${timeOf(map)}`}</title>
      <rect width={PICTURE.width} height={PICTURE.height} fill={paint.paper} />
      <text x="18" y="33" font-size="21" font-weight="650" fill={paint.ink}>
        {title}
      </text>
      <g transform={`translate(0 ${HEAD})`}>
        <MapDrawing map={map} projection={projection} paint={paint} />
      </g>
      <g transform={`translate(18 ${HEAD + MAP.height + 12})`}>
        <Legend paint={paint} />
      </g>
      <text x={PICTURE.width - 18} y={PICTURE.height - 9} font-size="12" text-anchor="end" fill={paint.soft}>
        {timeOf(map)}
      </text>
    </svg>
  );
}

const SWATCH = 40;

/** The scale with what it means, the two hatchings, and the marks. */
export function Legend({ paint, prefix = "map" }: { paint: Paint; prefix?: string }) {
  const small = { "font-size": "11", fill: paint.soft };
  return (
    <>
      {paint.steps.map((colour, index) => (
        <>
          <rect x={index * SWATCH} width={SWATCH} height="11" fill={colour} />
          <text x={(index + 1) * SWATCH} y="24" text-anchor="middle" {...small}>
            {`${Math.round((STEPS[index] ?? 1) * 100)} %`}
          </text>
        </>
      ))}
      <text x="248" y="10" {...small}>
        likely to be failing
      </text>
      <rect x="362" width="22" height="11" fill={`url(#${prefix}-unknown)`} />
      <text x="390" y="10" {...small}>
        not known
      </text>
      <rect x="452" width="22" height="11" fill={paint.steps[2] ?? paint.land} />
      <rect x="452" width="22" height="11" fill={`url(#${prefix}-wide)`} />
      <text x="480" y="10" {...small}>
        uncertain
      </text>
      <text x="544" y="10" {...small}>
        ● ▲ ✕ probe: up, degraded, down
      </text>
    </>
  );
}

/** Families that programs without a desktop have too. */
export const FONTS = "system-ui, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

export function timeOf({ asOf, stale }: StatusMap): string {
  return `As of ${asOf.slice(0, 10)} ${clockText(asOf)}${stale ? ", older than it should be" : ""}`;
}
