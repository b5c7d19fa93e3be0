import type { StatusMap } from "../../../shared/geo/map.ts";
import { MapDrawing } from "../map/map-drawing.tsx";
import { MAP } from "../map/projection.ts";

/** The world as the page shows it: the drawing of the pictures, coloured by the page's own style sheet. */
export function WorldMap({ map }: { map: StatusMap }) {
  return (
    <svg class="map" viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="img" aria-labelledby="map-title">
      <title id="map-title">{titleOf(map)}</title>
      <MapDrawing map={map} />
    </svg>
  );
}

function titleOf({ features }: StatusMap): string {
  const failing = features
    .filter(({ properties }) => properties.state === "down" || properties.state === "degraded")
    .map(({ properties }) => properties.region);
  return failing.length === 0
    ? `World map: none of ${features.length} probes sees a failure`
    : `World map: failures are seen from ${failing.join(", ")}`;
}
