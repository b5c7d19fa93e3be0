import type { ProbeFeature, StatusMap } from "../../../shared/geo/map.ts";
import type { CountryOnMap } from "../../../shared/geo/worst.ts";
import { percent, STATE_SIGNS, STATE_WORDS } from "../page/words.ts";
import { countryName } from "./country-name.ts";
import { type Paint, stepOf, surenessOf } from "./paint.ts";
import { type Atlas, atlasIn, type ProjectionName } from "./projection.ts";

/**
 * The world with every country and probe, as the page and the pictures both draw it. With `paint` every shape carries its
 * colours itself, for readers that know no style sheet; without, classes and data attributes are all there is.
 */
export type Drawing = {
  readonly map: Pick<StatusMap, "countries" | "features">;
  readonly projection?: ProjectionName;
  readonly paint?: Paint | null;
  /** What is said of a country where it is pointed at. */
  readonly describe?: (country: CountryOnMap) => string;
  /** And of a probe. */
  readonly describeProbe?: (probe: ProbeFeature) => string;
  /** Tells the patterns of two drawings in one document apart. */
  readonly prefix?: string;
  /** Without the names of the probes, where the drawing is small. */
  readonly bare?: boolean;
};

export function MapDrawing(drawing: Drawing) {
  const { map, projection, paint = null, describe = told, describeProbe = toldOfProbe } = drawing;
  const { prefix = "map", bare = false } = drawing;
  const atlas = atlasIn(projection ?? "equal-earth");
  const fill = (colour: keyof Paint) => (paint === null ? {} : { fill: paint[colour] as string });
  return (
    <>
      <Hatches paint={paint} prefix={prefix} />
      <path class="sphere" d={atlas.sphere} {...fill("sea")} />
      <path class="graticule" d={atlas.graticule} {...lines(paint?.line, 0.5)} />
      <path class="land" d={atlas.emptyLand} {...fill("land")} />
      <g class="countries" {...(paint === null ? {} : { stroke: paint.paper, "stroke-width": "0.6" })}>
        {map.countries.map((country) => (
          <CountryShape country={country} atlas={atlas} paint={paint} say={describe(country)} prefix={prefix} />
        ))}
      </g>
      <g class="marks">
        {map.features.map((feature) => (
          <Mark feature={feature} say={describeProbe(feature)} atlas={atlas} paint={paint} bare={bare} />
        ))}
      </g>
    </>
  );
}

/** "Germany: down, 93 % (71 % to 99 %), aria". */
export function told({ country, state, probability, low, high, service }: CountryOnMap): string {
  const bounds = state === "unknown" ? "" : `, ${percent(probability)} (${percent(low)} to ${percent(high)})`;
  const whose = service === null || state === "up" || state === "unknown" ? "" : `, ${service}`;
  return `${countryName(country)}: ${STATE_WORDS[state]}${bounds}${whose}`;
}

/** "weur (AMS): down, aria 99 %". */
function toldOfProbe({ properties }: ProbeFeature): string {
  const { region, colo, state, probability, service, health } = properties;
  const shown = health === "ill" ? "unknown" : state;
  const whose = service === null || shown === "up" ? "" : `, ${service} ${percent(probability)}`;
  return `${region}${colo === null ? "" : ` (${colo})`}: ${STATE_WORDS[shown]}${whose}`;
}

type Shape = {
  readonly country: CountryOnMap;
  readonly atlas: Atlas;
  readonly paint: Paint | null;
  readonly say: string;
  readonly prefix: string;
};

function CountryShape({ country, atlas, paint, say, prefix }: Shape) {
  const outline = atlas.outlines.get(country.country);
  const spot = outline === undefined ? atlas.points.get(country.country) : undefined;
  if (outline === undefined && spot === undefined) return null;
  const step = stepOf(country);
  const sureness = surenessOf(country);
  const isFailing = country.state === "down" || country.state === "degraded";
  const colour = step === null ? `url(#${prefix}-unknown)` : (paint?.steps[step] ?? "none");
  const painted = paint === null ? {} : { fill: colour, ...(isFailing ? lines(paint.ink, 1, colour) : {}) };
  const marks = { "data-country": country.country, "data-state": country.state, "data-step": step ?? "none" };
  const whose = isFailing && country.service !== null ? { "data-whose": country.service } : {};
  const id = `${prefix}-${country.country}`;
  return (
    <g class={`country ${sureness}`} {...marks} {...whose} {...painted}>
      <title>{say}</title>
      {outline === undefined ? (
        <circle id={id} class="spot" cx={spot?.x} cy={spot?.y} r="2.6" />
      ) : (
        <path id={id} d={outline} />
      )}
      {sureness === "wide" && <use class="hatched" href={`#${id}`} fill={`url(#${prefix}-wide)`} stroke="none" />}
    </g>
  );
}

function Hatches({ paint, prefix }: { paint: Paint | null; prefix: string }) {
  return (
    <defs>
      <pattern
        id={`${prefix}-unknown`}
        class="hatch unknown"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" {...(paint === null ? {} : { fill: paint.land })} />
        <path d="M0 0V6" {...lines(paint?.hatch, 2)} />
      </pattern>
      <pattern
        id={`${prefix}-wide`}
        class="hatch wide"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <path d="M0 0V5" {...lines(paint?.ink, 0.9)} opacity="0.45" />
      </pattern>
    </defs>
  );
}

function Mark({
  feature,
  say,
  atlas,
  paint,
  bare,
}: {
  feature: ProbeFeature;
  say: string;
  atlas: Atlas;
  paint: Paint | null;
  bare: boolean;
}) {
  const [longitude, latitude] = feature.geometry.coordinates;
  const place = atlas.at(longitude, latitude);
  if (place === null) return null;
  const { region, state, health } = feature.properties;
  const shown = health === "ill" ? "unknown" : state;
  const tone = paint === null ? {} : { fill: paint.tones[shown] };
  const text =
    paint === null ? {} : { fill: paint.sign, "font-size": "9", "font-weight": "700", "text-anchor": "middle" };
  const label =
    paint === null
      ? {}
      : {
          ...text,
          fill: paint.ink,
          "font-size": "10",
          "font-weight": "500",
          ...lines(paint.sea, 3, paint.ink),
          "paint-order": "stroke",
        };
  return (
    <g class={`mark ${shown}`} data-region={region} data-state={shown} transform={`translate(${place.x} ${place.y})`}>
      <title>{say}</title>
      <circle class="halo" r="15" {...tone} {...(paint === null ? {} : { opacity: "0.18" })} />
      <circle class="dot" r="7.5" {...tone} {...(paint === null ? {} : { stroke: paint.paper, "stroke-width": "1" })} />
      <text y="3.6" {...text}>
        {STATE_SIGNS[shown]}
      </text>
      {bare ? null : (
        <text class="label" y="23" {...label}>
          {region}
        </text>
      )}
    </g>
  );
}

/** A line of its own colour, where it is painted at all. */
function lines(colour: string | undefined, width: number, fill = "none"): Record<string, string> {
  return colour === undefined ? {} : { stroke: colour, "stroke-width": String(width), fill };
}
