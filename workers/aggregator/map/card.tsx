import type { StatusMap } from "../../../shared/geo/map.ts";
import { headlineOf } from "./headline.ts";
import { MapDrawing } from "./map-drawing.tsx";
import { PAINTS, type Theme } from "./paint.ts";
import { MAP } from "./projection.ts";
import { FONTS, Legend, timeOf } from "./svg-map.tsx";

/**
 * The card of a service for links, 1200 × 630 as Open Graph readers lay it out (https://ogp.me; the size is what the large
 * networks document). It is SVG alone: a rasteriser in WebAssembly (resvg 2.6.2) is 0.95 MB beside a worker of 0.5, both
 * compressed, needs a font besides, and took 110 ms of processor time for one card where the drawing takes 3.
 */

export const CARD = { width: 1_200, height: 630 } as const;
/** Characters of one line at this size, and lines of the sentence. */
const LINE_CHARS = 58;
const LINES_MAX = 2;

export function Card({ map, theme }: { map: StatusMap; theme: Theme }) {
  const paint = PAINTS[theme];
  const [first = "", second = ""] = wrapped(headlineOf(map));
  const scale = 0.92;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      width={CARD.width}
      height={CARD.height}
      viewBox={`0 0 ${CARD.width} ${CARD.height}`}
      role="img"
      font-family={FONTS}
    >
      <title>{`${first} ${second}`.trim()}</title>
      <rect width={CARD.width} height={CARD.height} fill={paint.paper} />
      <text x="48" y="66" font-size="36" font-weight="700" fill={paint.ink}>
        {first}
      </text>
      <text x="48" y="108" font-size="36" font-weight="700" fill={paint.ink}>
        {second}
      </text>
      <g transform={`translate(${(CARD.width - MAP.width * scale) / 2} 128) scale(${scale})`}>
        <MapDrawing map={map} paint={paint} prefix="card" bare={true} />
      </g>
      <g transform="translate(48 578)">
        <Legend paint={paint} prefix="card" />
      </g>
      <text x={CARD.width - 48} y="588" font-size="18" font-weight="700" text-anchor="end" fill={paint.ink}>
        Downwhere
      </text>
      <text x={CARD.width - 48} y="610" font-size="14" text-anchor="end" fill={paint.soft}>
        {timeOf(map)}
      </text>
    </svg>
  );
}

/** The sentence in at most two lines; what does not fit ends in an ellipsis. */
function wrapped(sentence: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of sentence.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length <= LINE_CHARS) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  lines.push(line);
  if (lines.length <= LINES_MAX) return lines;
  return [...lines.slice(0, LINES_MAX - 1), `${(lines[LINES_MAX - 1] ?? "").slice(0, LINE_CHARS - 1)}…`];
}
