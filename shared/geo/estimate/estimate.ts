import type { Ground, MapPlace } from "../../schema/map-frame.ts";
import type { Belief, State } from "../../schema/verdict.ts";
import { ALL_COUNTRIES } from "../country-facts.ts";
import { type Believed, explain } from "./explain.ts";
import { withCountries } from "./kernel.ts";
import { covarianceOf, type Kriged, krige, takeIn } from "./krige.ts";
import { expected, logitOf, type Part, quantile } from "./mixture.ts";
import type { GeoModel } from "./model.ts";
import { measured, type Said, saidOf, worth } from "./said.ts";
import { at } from "./solve.ts";

/**
 * How likely a service is to be failing in each country, and how sure that is. What probes saw is explained by several
 * Gaussian fields of logits at once (nothing fails, everything does, or parts of the world do). What people and vendors say is a
 * field of its own, for failures that no probe can see; either makes a failure (noisy or, as in the fold).
 */
export type CountryEstimate = {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly state: State;
  readonly probability: number;
  /** Nine in ten: the 5th and the 95th percentile of the probability. */
  readonly low: number;
  readonly high: number;
  /** How many witnesses, in well probes as near as can be: 1 is one in the same city, or a word about the country. */
  readonly evidence: number;
  /** People who report it from there. */
  readonly reports: number;
  readonly source: Source | null;
};

export type Source = "probes" | "reports" | "notices";

/** One probe as the estimate takes it: where it stands, how ill it may be, and what it sees. */
export type Sighting = {
  readonly place: Pick<MapPlace, "latitude" | "longitude" | "country" | "ill">;
  readonly state: State;
  readonly probability: Belief["probability"];
};

/** Probes likelier ill than this say nothing. */
const ILL_MAX = 0.5;
/** From this probability a country is called failing; up to that one, with evidence nearby, up. */
const FAILING_FROM = 0.5;
const UP_TO = 0.2;
const INTERVAL = [0.05, 0.95] as const;

export function estimateCountries(
  sightings: readonly Sighting[],
  ground: Pick<Ground, "reports" | "usual" | "notices">,
  model: GeoModel,
): CountryEstimate[] {
  const seen = sightings
    .filter(({ place, state }) => place.ill < ILL_MAX && state !== "unknown")
    .toSorted(bySoundness)
    .slice(0, model.probesMax);
  const probed = explain(
    seen.map((sighting) => measurementOf(sighting, model)),
    model,
  );
  const said = saidOf({ ...ground, probed: {} }, model);
  const spoken = said.length === 0 ? null : spokenOf(said, model);
  const byCountry = new Map(said.map((each) => [each.country.id, each]));
  const nearness = seen.map((sighting) => ({
    sighting,
    row: withCountries([sighting.place], model.evidenceKm),
    isDown: sighting.state === "down",
  }));
  return ALL_COUNTRIES.map((country, index): CountryEstimate => {
    const words = byCountry.get(country.id) ?? null;
    const parts = probed.map((each) => partOf(each.weight, each, index));
    const heard = spoken === null ? [] : [partOf(1, spoken, index)];
    const either = (one: (parts: readonly Part[]) => number) =>
      1 - (1 - one(parts)) * (1 - (heard.length === 0 ? 0 : one(heard)));
    const probability = either(expected);
    const [low = 0, high = 1] = INTERVAL.map((share) => either((some) => quantile(some, share)));
    let evidence = words === null ? 0 : Number(words.reports !== 0) + Number(words.notices !== 0);
    let down = 0;
    let failing = 0;
    for (const { sighting, row, isDown } of nearness) {
      const weight = (1 - sighting.place.ill) * at(row, index);
      evidence += weight;
      if (sighting.probability >= FAILING_FROM) failing += weight;
      if (isDown) down += weight;
    }
    const figures = { probability, low: Math.min(low, probability), high: Math.max(high, probability), evidence };
    const state = stateOf(figures, { isDown: 2 * down > failing, model });
    const source = state === "unknown" ? null : sourceOf(words, expected(parts), heard);
    return {
      country: country.id,
      state,
      probability: rounded(probability),
      low: rounded(figures.low),
      high: rounded(figures.high),
      evidence: Math.round(evidence * 100) / 100,
      reports: Math.round(ground.reports[country.id]?.people ?? 0),
      source,
    };
  });
}

/** The soundest first; then by place, so that the order in which probes are told changes nothing. */
function bySoundness({ place: a, probability: p }: Sighting, { place: b, probability: q }: Sighting): number {
  return a.ill - b.ill || a.longitude - b.longitude || a.latitude - b.latitude || p - q;
}

function spokenOf(said: readonly Said[], model: GeoModel): Kriged {
  const words = measured(said, model);
  return krige(takeIn(model.said, words, covarianceOf(model.said, words)));
}

/** Where a probe is sure its word is nearly exact; where it wavers, or may be ill, it is worth less. */
function measurementOf({ place, probability }: Sighting, { logitMax, nugget, wavering, wrongMin }: GeoModel): Believed {
  const logit = logitOf(probability, logitMax);
  const wrong = Math.max(wrongMin, place.ill / 2);
  const doubt = wavering * (1 - Math.abs(logit) / logitMax);
  return {
    places: [place],
    country: place.country,
    logit,
    variance: (nugget ** 2 + doubt ** 2) / (1 - place.ill) ** 2,
    chance: (1 - 2 * wrong) * probability + wrong,
  };
}

function partOf(weight: number, { means, variances }: Kriged, index: number): Part {
  return { weight, mean: at(means, index), variance: at(variances, index) };
}

/** Green is a promise: it needs evidence nearby. A failure everywhere needs none. */
function stateOf(
  { probability, low, evidence }: { probability: number; low: number; evidence: number },
  { isDown, model }: { isDown: boolean; model: GeoModel },
): State {
  const isNear = evidence >= model.evidenceMin;
  if (probability >= FAILING_FROM && (isNear || low >= FAILING_FROM)) return isDown ? "down" : "degraded";
  return isNear && probability <= UP_TO ? "up" : "unknown";
}

function sourceOf(words: Said | null, probed: number, heard: readonly Part[]): Source {
  const spoken = heard.length === 0 ? 0 : expected(heard);
  if (words === null || worth(words) <= 0 || probed >= spoken) return "probes";
  return words.notices > words.reports ? "notices" : "reports";
}

function rounded(probability: number): number {
  return Math.round(probability * 1_000) / 1_000;
}
