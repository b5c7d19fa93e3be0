import { coloCodes, coloOf } from "../../../shared/geo/colo.ts";
import { regionOfCountry } from "../../../shared/geo/countries.ts";
import { ALL_COUNTRIES } from "../../../shared/geo/country-facts.ts";
import { distanceKm } from "../../../shared/geo/distance.ts";
import type { Sighting } from "../../../shared/geo/estimate/estimate.ts";
import { logistic } from "../../../shared/geo/estimate/mixture.ts";
import { REGIONS } from "../../../shared/geo/regions.ts";
import type { Ground } from "../../../shared/schema/map-frame.ts";
import { poisson } from "../../support/random.ts";
import type { Draw, Truth } from "./truth.ts";

/** What of a truth is seen and said: the only thing that a rule gets. */
export type Seen = {
  readonly sightings: readonly Sighting[];
  readonly ground: Pick<Ground, "reports" | "usual" | "notices">;
};

export type Circumstances = {
  /** Probes that there are; `null`: one in each region, and up to three agents. */
  readonly probes: number | null;
  /** Whether probes can see the failure. */
  readonly probed: boolean;
  /** Somebody runs an agent in a country where it fails. */
  readonly inside?: boolean;
  readonly reports: "always" | "never" | "sometimes";
  readonly notices: "always" | "never" | "sometimes";
};

/**
 * Shares of probes that are ill and known to be, that are wrong unnoticed, and that are refused by the service. Unnoticed is
 * rare: what the fold says of a region is so in 999 of 1,000 cases (`npm run bench:detection`).
 */
const ILL = 0.06;
const ILL_UNNOTICED = 0.002;
const REFUSED = 0.06;

export function observe(truth: Truth, circumstances: Circumstances, random: Draw): Seen {
  const { probes, probed, reports, notices } = circumstances;
  const happens = (how: Circumstances["reports"], chance: number) =>
    how === "always" || (how === "sometimes" && random() < chance);
  const places = probes === null ? regionalPlaces(random) : Array.from({ length: probes }, () => anyColo(random));
  if (circumstances.inside) places.push(...agentIn(truth, random));
  return {
    sightings: places.map((place) => sightingOf(place, probed && truth.has(place.country), random)),
    ground: {
      ...(happens(reports, 0.5) ? heard(truth, random) : { reports: {}, usual: 0 }),
      notices: truth.size > 0 && happens(notices, 0.25) ? [noticeOf(truth, random)] : falseNotice(random),
    },
  };
}

type Place = { readonly latitude: number; readonly longitude: number; readonly country: string };

function anyColo(random: Draw): Place {
  const codes = coloCodes();
  return coloOf(codes[Math.floor(random() * codes.length)] ?? "") ?? anyColo(random);
}

/** In a city of the first country where it fails. */
function agentIn(truth: Truth, random: Draw): Place[] {
  const [first] = truth;
  const places = ALL_COUNTRIES.find(({ id }) => id === first)?.places ?? [];
  const place = places[Math.floor(random() * places.length)];
  return place === undefined || first === undefined ? [] : [{ ...place, country: first }];
}

/** In each region one of the five data centres nearest to where a probe is asked for; and up to three agents anywhere. */
function regionalPlaces(random: Draw): Place[] {
  const colos = coloCodes().flatMap((code) => coloOf(code) ?? []);
  const regional = REGIONS.flatMap((region) => {
    const near = colos.toSorted((a, b) => distanceKm(a, region) - distanceKm(b, region));
    return near[Math.floor(random() * 5)] ?? [];
  });
  return [...regional, ...Array.from({ length: Math.floor(random() * 4) }, () => anyColo(random))];
}

/** Beliefs as the fold has them: sure in most rounds, wavering in some. */
function sightingOf(place: Place, fails: boolean, random: Draw): Sighting {
  const turn = random();
  if (turn < REFUSED) return { place: { ...place, ill: 0.01 }, state: "unknown", probability: 0 };
  if (turn < REFUSED + ILL) return sighted(place, random() < 0.5, 0.3 + 0.7 * random(), random);
  if (turn < REFUSED + ILL + ILL_UNNOTICED) return sighted(place, !fails, 0.05 + 0.1 * random(), random);
  return sighted(place, fails, 0.02 * random(), random);
}

function sighted(place: Place, fails: boolean, ill: number, random: Draw): Sighting {
  const probability = logistic(fails ? normal(4, 1.5, random) : normal(-6, 2, random));
  const state = probability < 0.5 ? "up" : random() < 0.7 ? "down" : "degraded";
  return { place: { ...place, ill }, state, probability };
}

/** Reports of ten minutes. What is usual differs from country to country; where it fails, 4 to 15 times as many come. */
function heard(truth: Truth, random: Draw): Pick<Ground, "reports" | "usual"> {
  const perMillion = Math.exp(normal(Math.log(0.03), 0.8, random));
  const surge = 4 + 11 * random();
  const reports: Record<string, Ground["reports"][string]> = {};
  let all = 0;
  for (const { id, usersMillion } of ALL_COUNTRIES) {
    const usual = perMillion * (usersMillion ?? 0) * Math.exp(normal(0, 0.5, random));
    all += usual;
    // Negative binomial by way of a gamma-like mixture: the rate itself varies from window to window.
    const rate = usual * (truth.has(id) ? surge : 1) * Math.exp(normal(0, 0.3, random));
    const people = Math.min(400, poissonAny(rate, random));
    if (people === 0) continue;
    const networks = Math.max(1, Math.min(12, Math.round(people * (0.4 + 0.4 * random()))));
    reports[id] = { people, networks, usual: usual * (0.7 + 0.6 * random()) };
  }
  return { reports, usual: all };
}

/** The vendor names some of the countries that fail, or the regions where most of them are. */
function noticeOf(truth: Truth, random: Draw): Ground["notices"][number] {
  const status = random() < 0.6 ? "partial_outage" : "degraded_performance";
  const countries = [...truth];
  if (countries.length <= 6 || random() < 0.3)
    return { status, regions: [], countries: countries.filter(() => random() < 0.7).concat(countries.slice(0, 1)) };
  const failing = (region: string) => countries.filter((country) => regionOfCountry(country) === region).length;
  const most = REGIONS.map(({ id }) => ({ id, share: failing(id) / countriesOf(id) })).filter(
    ({ share }) => share > 0.5,
  );
  return { status, regions: most.map(({ id }) => id), countries: most.length > 0 ? [] : countries.slice(0, 3) };
}

/** Now and then a vendor names a place where nobody notices anything. */
function falseNotice(random: Draw): Ground["notices"] {
  if (random() >= 0.02) return [];
  const country = ALL_COUNTRIES[Math.floor(random() * ALL_COUNTRIES.length)];
  return country === undefined ? [] : [{ status: "partial_outage", regions: [], countries: [country.id] }];
}

function countriesOf(region: string): number {
  return ALL_COUNTRIES.filter(({ id }) => regionOfCountry(id) === region).length;
}

function poissonAny(mean: number, random: Draw): number {
  return mean < 50 ? poisson(mean, random) : Math.max(0, Math.round(normal(mean, Math.sqrt(mean), random)));
}

/** Box and Muller, 1958. */
function normal(mean: number, deviation: number, random: Draw): number {
  return mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
