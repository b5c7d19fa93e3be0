import type { Position } from "geojson";

/**
 * Polygons of the sphere laid flat for RFC 7946: what crosses the antimeridian is cut there (3.1.9), exterior rings run
 * counterclockwise and holes clockwise (3.1.6), positions have two decimals, about a kilometre: finer than 1:110m.
 * No polygon may hold a pole.
 */
export function flatPolygons(polygons: readonly (readonly Position[][])[]): Position[][][] {
  return polygons.flatMap((rings) => {
    const unrolled = rings.map(unroll);
    const [exterior] = unrolled;
    if (exterior === undefined) return [];
    const longitudes = exterior.map(([longitude = 0]) => longitude);
    const turns = turnsBetween(Math.min(...longitudes), Math.max(...longitudes));
    return turns.flatMap((turn) => {
      const cut = unrolled.map((ring) => finish(turns.length === 1 ? ring : clip(ring, turn * 360), turn * 360));
      const [outer, ...holes] = cut;
      if (outer === undefined || outer.length < 4) return [];
      return [[wound(outer, 1), ...holes.filter(({ length }) => length >= 4).map((hole) => wound(hole, -1))]];
    });
  });
}

/** Longitudes that run on where the ring crosses the antimeridian. */
function unroll(ring: readonly Position[]): Position[] {
  let offset = 0;
  let before: number | null = null;
  return ring.map(([longitude = 0, latitude = 0]) => {
    if (before !== null && longitude - before > 180) offset -= 360;
    if (before !== null && longitude - before < -180) offset += 360;
    before = longitude;
    return [longitude + offset, latitude];
  });
}

/** Which worlds, 360 degrees wide around multiples of 360, a span of longitudes lies in. */
function turnsBetween(least: number, most: number): number[] {
  const turns: number[] = [];
  for (let turn = Math.round(least / 360 - 1e-9); turn * 360 - 180 < most - 1e-9; turn++) turns.push(turn);
  return turns.length === 0 ? [0] : turns;
}

/** What of a ring lies within 180 degrees of a meridian (I. Sutherland, G. Hodgman, "Reentrant Polygon Clipping", 1974). */
function clip(ring: readonly Position[], meridian: number): Position[] {
  const east = clipAt(ring, meridian + 180, (longitude) => longitude <= meridian + 180);
  return clipAt(east, meridian - 180, (longitude) => longitude >= meridian - 180);
}

function clipAt(ring: readonly Position[], edge: number, isInside: (longitude: number) => boolean): Position[] {
  const kept: Position[] = [];
  for (const [index, [longitude = 0, latitude = 0]] of ring.entries()) {
    const [fromLongitude = 0, fromLatitude = 0] = ring[index - 1] ?? ring.at(-1) ?? [];
    if (isInside(longitude) !== isInside(fromLongitude)) {
      const share = (edge - fromLongitude) / (longitude - fromLongitude);
      kept.push([edge, fromLatitude + share * (latitude - fromLatitude)]);
    }
    if (isInside(longitude)) kept.push([longitude, latitude]);
  }
  return kept;
}

/** Back into one world, rounded, without repetitions, closed. */
function finish(ring: readonly Position[], meridian: number): Position[] {
  const finished: Position[] = [];
  for (const [longitude = 0, latitude = 0] of ring) {
    const position = [Math.round((longitude - meridian) * 100) / 100, Math.round(latitude * 100) / 100];
    if (!isSame(finished.at(-1), position)) finished.push(position);
  }
  const [first] = finished;
  if (first !== undefined && !isSame(first, finished.at(-1))) finished.push([...first]);
  return finished;
}

function isSame(one: Position | undefined, other: Position | undefined): boolean {
  return one !== undefined && other !== undefined && one[0] === other[0] && one[1] === other[1];
}

function wound(ring: Position[], direction: 1 | -1): Position[] {
  return Math.sign(signedArea(ring)) === -direction ? ring.toReversed() : ring;
}

/** Above zero for a counterclockwise ring (the shoelace formula). */
export function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let index = 1; index < ring.length; index++) {
    const [x0 = 0, y0 = 0] = ring[index - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    sum += x0 * y1 - x1 * y0;
  }
  return sum / 2;
}
