import type { MapFrame, MapPlace, MapService } from "../schema/map-frame.ts";
import type { CountryEstimate } from "./estimate/estimate.ts";

/** Of all services, the worst in each country, by name. Services of which nothing is the matter are one: they look alike. */

/** A country's estimate with the service that it speaks of. */
export type CountryOnMap = CountryEstimate & { readonly service: string | null };

/** Services that are estimated one by one: the likeliest to fail. A map has to be drawn within milliseconds. */
const SERVICES_MAX = 6;
/** A chance, anywhere, from which something may be the matter. */
const NOTABLE_FROM = 0.1;

type Estimate = (service: MapService, places: readonly MapPlace[]) => readonly CountryEstimate[];

export function worstEverywhere({ places, services }: MapFrame, estimate: Estimate): CountryOnMap[] {
  const notable = services.filter(isNotable).sort((a, b) => worstIn(b) - worstIn(a));
  const calm = services.filter((service) => !isNotable(service));
  const named = notable
    .slice(0, SERVICES_MAX)
    .map((service) => estimate(service, places).map((each) => ({ ...each, service: service.id })));
  const together = estimate(merged(calm), places).map((each) => ({ ...each, service: null }));
  return together.map((calmest, index): CountryOnMap => {
    let worst: CountryOnMap = calmest;
    for (const estimates of named) {
      const candidate = estimates[index];
      if (candidate !== undefined && isWorse(candidate, worst)) worst = candidate;
    }
    return worst;
  });
}

function isNotable(service: MapService): boolean {
  const { state, ground } = service;
  const isFailing = state === "down" || state === "degraded";
  const isSpokenOf = ground.notices.length > 0 || Object.keys(ground.reports).length > 0;
  return isFailing || isSpokenOf || worstIn(service) >= NOTABLE_FROM;
}

function worstIn({ probability, ground }: MapService): number {
  return Math.max(probability, ...Object.values(ground.probed));
}

/** The calm services as one, seen from wherever one of them is. */
function merged(calm: readonly MapService[]): MapService {
  const regions: MapService["regions"] = {};
  const probed: MapService["ground"]["probed"] = {};
  for (const service of calm)
    for (const [place, belief] of Object.entries(service.regions)) {
      const isFirst = regions[place] === undefined || regions[place].state === "unknown";
      if (!isFirst && belief.state === "unknown") continue;
      const seen = service.ground.probed[place] ?? 0;
      regions[place] = belief;
      probed[place] = isFirst ? seen : Math.max(probed[place] ?? 0, seen);
    }
  return {
    id: "calm",
    name: "",
    simulated: false,
    state: "up",
    probability: 0,
    scope: "none",
    regions,
    ground: { probed, reports: {}, usual: 0, notices: [] },
  };
}

function isWorse(one: CountryEstimate, other: CountryEstimate): boolean {
  const difference = rankOf(one) - rankOf(other);
  return difference > 0 || (difference === 0 && one.probability > other.probability);
}

/** A chance from which what is not known is worse than what is up; below it, it only says that nobody looks. */
const DOUBTFUL_FROM = 0.2;

function rankOf({ state, probability }: CountryEstimate): number {
  if (state === "down") return 4;
  if (state === "degraded") return 3;
  if (state === "up") return 1;
  return probability >= DOUBTFUL_FROM ? 2 : 0;
}
