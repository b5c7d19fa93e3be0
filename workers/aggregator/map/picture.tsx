import type { StatusMap } from "../../../shared/geo/map.ts";
import { Card } from "./card.tsx";
import type { Theme } from "./paint.ts";
import type { ProjectionName } from "./projection.ts";
import { SvgMap } from "./svg-map.tsx";

/** The pictures as text, ready to be sent. */

export function svgMap(
  map: StatusMap,
  look: { readonly width: number; readonly theme: Theme; readonly projection: ProjectionName },
): string {
  return String(<SvgMap map={map} {...look} />);
}

export function svgCard(map: StatusMap, { theme }: { readonly theme: Theme }): string {
  return String(<Card map={map} theme={theme} />);
}
