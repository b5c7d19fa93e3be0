import type { StatusMap } from "../../../shared/geo/map.ts";
import { Affected } from "./affected.tsx";
import { MapLegend } from "./map-legend.tsx";
import type { View } from "./view.ts";
import { WorldMap } from "./world-map.tsx";

/**
 * The map with what moves it. The buttons and the line that tells of a place are there from the start, so that nothing jumps
 * when the script wakes them; without scripts they are not shown, and the map is a picture with a table behind it.
 */
type Frame = {
  readonly view: View;
  readonly map: StatusMap;
  /** Where the countries that fail are named; below where the map must not move while a replay changes them. */
  readonly named?: "above" | "below";
};

export function MapFrame({ view, map, named = "above" }: Frame) {
  const { map: words } = view.words;
  return (
    <div
      class="map-frame"
      data-map
      data-keys={words.keys}
      data-more={words.more}
      data-why={view.words.service.why}
      data-lang={view.asked ?? ""}
    >
      {named === "above" ? <Affected view={view} map={map} /> : null}
      <div class="map-stage">
        <WorldMap view={view} map={map} />
        <div class="map-tools needs-script">
          <button type="button" class="button" data-zoom-by="in" aria-label={words.zoomIn}>
            +
          </button>
          <button type="button" class="button" data-zoom-by="out" aria-label={words.zoomOut}>
            −
          </button>
          <button type="button" class="button" data-zoom-by="reset" aria-label={words.reset}>
            ◯
          </button>
        </div>
      </div>
      <MapLegend view={view} />
      <p class="map-panel needs-script" aria-live="polite" data-still>
        {words.panel}
      </p>
      {named === "below" ? <Affected view={view} map={map} /> : null}
    </div>
  );
}
