import { fill } from "../../../shared/diagnose/language.ts";
import type { ProbeFeature, StatusMap } from "../../../shared/geo/map.ts";
import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import { countryName } from "../map/country-name.ts";
import { MapDrawing } from "../map/map-drawing.tsx";
import { MAP } from "../map/projection.ts";
import { placeNames, type View } from "./view.ts";
import { percent } from "./words.ts";

/** The world as the page shows it: the drawing of the pictures, in the page's colours and the reader's words. */
export function WorldMap({ view, map }: { view: View; map: StatusMap }) {
  return (
    <svg class="map" viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="img" aria-labelledby="map-title">
      <title id="map-title">{titleOf(view, map)}</title>
      <MapDrawing
        map={map}
        describe={(country) => countryText(view, map, country)}
        describeProbe={(probe) => probeText(view, map, probe)}
      />
    </svg>
  );
}

/** "Germany: down, 93 % (71 % to 99 %), Aria. Mostly from: probes. Reports: 12." */
function countryText(view: View, { names }: StatusMap, on: CountryOnMap): string {
  const { country, state, probability, low, high, service } = on;
  const { words, language } = view;
  const chance = { percent: percent(probability), low: percent(low), high: percent(high) };
  const bounds = state === "unknown" ? "" : `, ${fill(words.map.bounds, chance)}`;
  const whose = service === null || state === "up" || state === "unknown" ? "" : `, ${names[service] ?? service}`;
  return `${countryName(country, language)}: ${words.states[state]}${bounds}${whose}${groundsText(view, on)}`;
}

/** Whose word it is, and how many people say so: only where something fails, which is what is asked about. */
function groundsText({ words: { map: words } }: View, { state, source, reports }: CountryOnMap): string {
  if (state !== "down" && state !== "degraded") return "";
  const from = source === null ? "" : `. ${words.source}: ${words.sources[source]}`;
  return `${from}. ${words.reports}: ${reports}.`;
}

function probeText(view: View, { names }: StatusMap, { properties }: ProbeFeature): string {
  const { region, colo, state, probability, service, health } = properties;
  const shown = health === "ill" ? "unknown" : state;
  const whose = service === null || shown === "up" ? "" : `, ${names[service] ?? service} ${percent(probability)}`;
  return `${placeNames(view, [region])}${colo === null ? "" : ` (${colo})`}: ${view.words.states[shown]}${whose}`;
}

function titleOf(view: View, { features }: StatusMap): string {
  const { map: words } = view.words;
  const failing = features
    .filter(({ properties }) => properties.state === "down" || properties.state === "degraded")
    .map(({ properties }) => properties.region);
  if (failing.length === 0) return fill(words.calm, { count: features.length });
  return fill(words.failing, { regions: placeNames(view, failing) });
}
