import {
  type GeoPermissibleObjects,
  type GeoProjection,
  geoEqualEarth,
  geoEquirectangular,
  geoGraticule10,
  geoNaturalEarth1,
  geoPath,
} from "d3-geo";
import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { EMPTY_LAND, SHAPES } from "./outlines.ts";
import { pathText } from "./path-text.ts";

/**
 * The world laid flat. Equal Earth, unless something else is asked for: an equal-area projection, so that no country looks
 * bigger than it is (B. Šavrič, T. Patterson, B. Jenny, 2018). Paths are computed once per isolate and projection.
 */

export const PROJECTIONS = ["equal-earth", "natural-earth", "equirectangular"] as const;
export type ProjectionName = (typeof PROJECTIONS)[number];

/** The size of the drawing, in its own units. */
export const MAP = { width: 960, height: 468 } as const;

/** How far a drawn line may be off a curved one, in the drawing's units. */
const PRECISION = 1;

export type Atlas = {
  readonly sphere: string;
  readonly graticule: string;
  readonly emptyLand: string;
  /** By ISO 3166-1 alpha-2: an outline, or a point for a country too small to have one. */
  readonly outlines: ReadonlyMap<string, string>;
  readonly points: ReadonlyMap<string, Spot>;
  /** Where a place is drawn; `null` when the projection has no room for it. */
  readonly at: (longitude: number, latitude: number) => Spot | null;
};
export type Spot = { readonly x: number; readonly y: number };

const MAKERS: Readonly<Record<ProjectionName, () => GeoProjection>> = {
  "equal-earth": geoEqualEarth,
  "natural-earth": geoNaturalEarth1,
  equirectangular: geoEquirectangular,
};
const made = new Map<ProjectionName, Atlas>();

export function atlasIn(name: ProjectionName): Atlas {
  const known = made.get(name);
  if (known !== undefined) return known;
  const atlas = drawn(MAKERS[name]());
  made.set(name, atlas);
  return atlas;
}

// While the isolate starts, so that the first picture need not wait for it.
atlasIn("equal-earth");

function drawn(unfitted: GeoProjection): Atlas {
  const projection = unfitted.precision(PRECISION).fitExtent(
    [
      [6, 6],
      [MAP.width - 6, MAP.height - 6],
    ],
    { type: "Sphere" },
  );
  const text = pathText();
  const path = geoPath(projection, text);
  const draw = (object: GeoPermissibleObjects): string => {
    path(object);
    return text.take();
  };
  const at = (longitude: number, latitude: number): Spot | null => {
    const point = projection([longitude, latitude]);
    return point === null ? null : { x: tenth(point[0]), y: tenth(point[1]) };
  };
  const small = ALL_COUNTRIES.filter(({ id }) => !SHAPES.has(id));
  return {
    sphere: draw({ type: "Sphere" }),
    graticule: draw(geoGraticule10()),
    emptyLand: draw(EMPTY_LAND),
    outlines: new Map([...SHAPES].map(([id, shape]) => [id, draw(shape)])),
    points: new Map(
      small.flatMap(({ id, point }) => {
        const spot = at(point.longitude, point.latitude);
        return spot === null ? [] : [[id, spot] as const];
      }),
    ),
    at,
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
