import type { StatusMap } from "../../../shared/geo/map.ts";
import type { View } from "./view.ts";
import { WorldMap } from "./world-map.tsx";

/** The map with what the script needs to move it; without scripts it is a picture with a table behind it. */
export function MapFrame({ view, map }: { view: View; map: StatusMap }) {
  const { map: words } = view.words;
  return (
    <div
      class="map-frame"
      data-map
      data-zoom-in={words.zoomIn}
      data-zoom-out={words.zoomOut}
      data-reset={words.reset}
      data-keys={words.keys}
      data-panel={words.panel}
    >
      <WorldMap map={map} />
    </div>
  );
}
