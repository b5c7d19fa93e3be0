/** From values to the units of a drawing, and lines through points: what all charts share. */

export const CHART = { width: 640, height: 168, left: 44, right: 8, top: 10, bottom: 24 } as const;

export type Scale = (value: number) => number;

export function scale(from: number, to: number, drawnFrom: number, drawnTo: number): Scale {
  const span = to - from || 1;
  return (value) => Math.round((drawnFrom + ((value - from) / span) * (drawnTo - drawnFrom)) * 10) / 10;
}

export function timeScale(from: number, to: number): Scale {
  return scale(from, to, CHART.left, CHART.width - CHART.right);
}

export function valueScale(highest: number): Scale {
  return scale(0, highest, CHART.height - CHART.bottom, CHART.top);
}

/** The next of 1, 2, 5, 10, 20, 50, … at or above: a height that a reader can divide. */
export function niceAbove(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value;
}

/** A path through points; `null` breaks it. */
export function linePath(points: readonly (readonly [x: number, y: number] | null)[]): string {
  let isPenDown = false;
  const parts: string[] = [];
  for (const point of points) {
    if (point !== null) parts.push(`${isPenDown ? "L" : "M"}${point[0]} ${point[1]}`);
    isPenDown = point !== null;
  }
  return parts.join("");
}

/** A value that holds until the next one. */
export function stepPath(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], index) => (index === 0 ? `M${x} ${y}` : `H${x}V${y}`)).join("");
}
