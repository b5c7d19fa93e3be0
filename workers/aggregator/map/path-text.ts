import type { GeoContext } from "d3-geo";

/**
 * Where d3 draws, as SVG path data in few bytes: relative steps of one decimal, and no step that nobody could see. The picture
 * has 10,000 points, and a page with it should still be light.
 */

/** Steps shorter than this, in the drawing's units, are taken together with the next. */
const STEP_MIN = 0.5;

export type PathText = GeoContext & {
  /** What was drawn since the last call. */
  readonly take: () => string;
};

export function pathText(): PathText {
  let text = "";
  let rings: [x: number, y: number][] = [];
  const close = () => {
    text += ringText(rings);
    rings = [];
  };
  return {
    beginPath: () => undefined,
    moveTo: (x, y) => {
      if (rings.length > 0) text += lineText(rings);
      rings = [[x, y]];
    },
    lineTo: (x, y) => {
      rings.push([x, y]);
    },
    closePath: close,
    arc: () => undefined,
    take: () => {
      if (rings.length > 0) text += lineText(rings);
      const taken = text;
      text = "";
      rings = [];
      return taken;
    },
  };
}

/** A ring too small to be seen is no ring. */
function ringText(points: readonly (readonly [number, number])[]): string {
  const { text, steps } = stepsOf(points, { keepEnd: false });
  return steps < 2 ? "" : `${text}z`;
}

function lineText(points: readonly (readonly [number, number])[]): string {
  return stepsOf(points, { keepEnd: true }).text;
}

/** All numbers in tenths until they are written, so that no error adds up. */
function stepsOf(
  points: readonly (readonly [number, number])[],
  { keepEnd }: { keepEnd: boolean },
): { text: string; steps: number } {
  const [first] = points;
  if (first === undefined) return { text: "", steps: 0 };
  let [x, y] = [Math.round(first[0] * 10), Math.round(first[1] * 10)];
  const text = `M${decimal(x)}${joined(y)}`;
  const steps: [dx: number, dy: number][] = [];
  for (const [index, point] of points.entries()) {
    const [dx, dy] = [Math.round(point[0] * 10) - x, Math.round(point[1] * 10) - y];
    const isEnd = keepEnd && index === points.length - 1 && (dx !== 0 || dy !== 0);
    if (Math.hypot(dx, dy) < STEP_MIN * 10 && !isEnd) continue;
    const last = steps.at(-1);
    // A step straight on lengthens the last one.
    if (last !== undefined && last[0] * dy === last[1] * dx && last[0] * dx + last[1] * dy > 0) {
      last[0] += dx;
      last[1] += dy;
    } else steps.push([dx, dy]);
    x += dx;
    y += dy;
  }
  return { text: steps.length === 0 ? text : `${text}l${steps.map(stepText).join("")}`, steps: steps.length };
}

function stepText([dx, dy]: readonly [number, number], index: number): string {
  const across = decimal(dx);
  return `${index === 0 || across.startsWith("-") ? "" : " "}${across}${joined(dy)}`;
}

/** A minus sign separates by itself. */
function joined(tenths: number): string {
  const text = decimal(tenths);
  return text.startsWith("-") ? text : ` ${text}`;
}

/** ".4", "-1.2", "7". */
function decimal(tenths: number): string {
  const text = String(tenths / 10);
  return text.replace(/^(-?)0\./, "$1.");
}
