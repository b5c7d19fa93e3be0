/** Distances on the sphere. */

export type Point = { readonly latitude: number; readonly longitude: number };

/** Mean radius of the Earth in kilometres (IUGG). */
const EARTH_KM = 6_371.0088;

/** Great-circle distance in kilometres by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", 1984). */
export function distanceKm(a: Point, b: Point): number {
  const halfLatitude = radians(b.latitude - a.latitude) / 2;
  const halfLongitude = radians(b.longitude - a.longitude) / 2;
  const h =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
