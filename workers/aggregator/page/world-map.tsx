import type { ProbeFeature, StatusMap } from "../../../shared/geo/map.ts";
import { drawnAt, GRATICULE_PATH, LAND_PATH, MAP, SPHERE_PATH } from "./projection.ts";
import { percent, STATE_SIGNS, STATE_WORDS } from "./words.ts";

/** The world with a mark per probe, where it really ran, coloured and shaped by what it sees. */
export function WorldMap({ map }: { map: StatusMap }) {
  return (
    <svg class="map" viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="img" aria-labelledby="map-title">
      <title id="map-title">{titleOf(map)}</title>
      <path class="sphere" d={SPHERE_PATH} />
      <path class="graticule" d={GRATICULE_PATH} />
      <path class="land" d={LAND_PATH} />
      {map.features.map((feature) => (
        <Mark feature={feature} />
      ))}
    </svg>
  );
}

function Mark({ feature: { geometry, properties } }: { feature: ProbeFeature }) {
  const [longitude, latitude] = geometry.coordinates;
  const place = drawnAt(longitude, latitude);
  if (place === null) return null;
  const { region, colo, state, probability, service, health } = properties;
  const shown = health === "ill" ? "unknown" : state;
  return (
    <g class={`mark ${shown}`} data-region={region} data-state={shown} transform={`translate(${place.x} ${place.y})`}>
      <title>{`${region}${colo === null ? "" : ` (${colo})`}: ${STATE_WORDS[shown]}${service === null || shown === "up" ? "" : `, ${service} ${percent(probability)}`}`}</title>
      <circle class="halo" r="15" />
      <circle class="dot" r="7.5" />
      <text y="3.6">{STATE_SIGNS[shown]}</text>
      <text class="label" y="23">
        {region}
      </text>
    </g>
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
