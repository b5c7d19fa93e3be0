import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { distanceKm } from "../../../shared/geo/distance.ts";
import { estimateCountries } from "../../../shared/geo/estimate/estimate.ts";
import { GEO_MODEL } from "../../../shared/geo/estimate/model.ts";
import type { Seen } from "./observe.ts";

/** A rule says for every country, in their order, how likely the service is to be failing there. */
export type Rule = { readonly name: string; readonly judge: (seen: Seen) => readonly number[] };

export const RULES: readonly Rule[] = [
  {
    name: "Downwhere",
    judge: ({ sightings, ground }) =>
      estimateCountries(sightings, ground, GEO_MODEL).map(({ probability }) => probability),
  },
  { name: "nearest probe", judge: nearest },
  { name: "nearest probe, sure", judge: (seen) => nearest(seen).map(Math.round) },
  {
    name: "majority of probes",
    judge: (seen) => everywhere(median(wellIn(seen).map(({ probability }) => probability))),
  },
  { name: "mean of probes", judge: (seen) => everywhere(mean(wellIn(seen).map(({ probability }) => probability))) },
  { name: "nothing ever fails", judge: () => everywhere(0) },
];

/** The baselines, too, are spared probes that are known to be ill or are refused. */
function wellIn({ sightings }: Seen): Seen["sightings"] {
  return sightings.filter(({ place, state }) => state !== "unknown" && place.ill < 0.5);
}

function nearest(seen: Seen): readonly number[] {
  const well = wellIn(seen);
  return ALL_COUNTRIES.map(({ places }) => {
    let best = { km: Number.POSITIVE_INFINITY, probability: 0 };
    for (const { place, probability } of well)
      for (const point of places) {
        const km = distanceKm(point, place);
        if (km < best.km) best = { km, probability };
      }
    return best.probability;
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function everywhere(probability: number): readonly number[] {
  return ALL_COUNTRIES.map(() => probability);
}
