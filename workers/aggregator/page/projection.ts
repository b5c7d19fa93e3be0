import { type GeoPermissibleObjects, geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/land-110m.json" with { type: "json" };

/**
 * The world as the page draws it: Equal Earth, an equal-area projection, so that no country looks bigger than it is.
 * Land is Natural Earth 1:110m (public domain) by way of world-atlas. Computed once per isolate.
 */

export const MAP = { width: 960, height: 468 } as const;

const projection = geoEqualEarth().fitExtent(
  [
    [6, 6],
    [MAP.width - 6, MAP.height - 6],
  ],
  { type: "Sphere" },
);
const path = geoPath(projection).digits(1);
const draw = (object: GeoPermissibleObjects): string => path(object) ?? "";

// The file is the published topology; its type is lost in the JSON import.
const topology = atlas as unknown as Topology<{ land: GeometryCollection }>;

export const LAND_PATH = draw(feature(topology, topology.objects.land));
export const SPHERE_PATH = draw({ type: "Sphere" });
export const GRATICULE_PATH = draw(geoGraticule10());

/** Where a place is drawn, in the map's own units; `null` when the projection has no room for it. */
export function drawnAt(longitude: number, latitude: number): { x: number; y: number } | null {
  const point = projection([longitude, latitude]);
  return point === null ? null : { x: Math.round(point[0] * 10) / 10, y: Math.round(point[1] * 10) / 10 };
}
