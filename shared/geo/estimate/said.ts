import { logMass } from "../../counts/negative-binomial.ts";
import type { CountryReports, Ground, PlacedNotice } from "../../schema/map-frame.ts";
import { regionOfCountry } from "../countries.ts";
import { ALL_COUNTRIES, type Country } from "../country-facts.ts";
import type { Measurement } from "./krige.ts";
import type { GeoModel } from "./model.ts";

/**
 * What people and the vendor say of each country, as log-likelihood ratios of a failure there. Reports: negative binomial at
 * five times the usual against the usual, as the fold has it. What is usual for a country is what it is known for, or its
 * share of what is usual everywhere by how many people use the internet there, whichever is more (the expected count of
 * disease mapping: D. Clayton, J. Kaldor, Biometrics 43, 1987).
 */
export type Said = { readonly country: Country; readonly reports: number; readonly notices: number };

const USERS_MILLION = ALL_COUNTRIES.reduce((sum, { usersMillion }) => sum + (usersMillion ?? 0), 0);
/** How many times the usual a surge is taken to be, and the fewest people within the window that are thought usual. */
const SURGE_RATIO = 5;
const USUAL_MIN = 1;
/** As in the fold, reports of fewer networks are no surge. */
const NETWORKS_MIN = 4;

/** Countries of which anything is said, the loudest first. */
export function saidOf(ground: Ground, model: GeoModel): Said[] {
  const named = noticesByCountry(ground.notices, model);
  const said: Said[] = [];
  for (const country of ALL_COUNTRIES) {
    const heard = ground.reports[country.id];
    const reports = heard === undefined ? 0 : worthOf(heard, { country, everywhere: ground.usual, model });
    const notices = named.get(country.id) ?? 0;
    if (reports !== 0 || notices !== 0) said.push({ country, reports, notices });
  }
  return said.sort((a, b) => Math.abs(worth(b)) - Math.abs(worth(a))).slice(0, model.countriesMax);
}

export function worth({ reports, notices }: Said): number {
  return reports + notices;
}

/**
 * A measurement that moves the field's own logit in its country by exactly the log-likelihood ratio: with prior variance v
 * and a measured logit z it has the noise v ((z - mean) / ratio - 1).
 */
export function measured(said: readonly Said[], { said: field, logitMax }: GeoModel): Measurement[] {
  return said.flatMap((each) => {
    const ratio = worth(each);
    const logit = ratio > 0 ? 2 * logitMax : field.mean - logitMax;
    const distance = (logit - field.mean) / ratio;
    if (ratio === 0 || distance <= 1) return [];
    return [
      {
        places: each.country.places,
        country: each.country.id,
        logit,
        variance: field.deviation ** 2 * (distance - 1),
      },
    ];
  });
}

function worthOf(
  { people, networks, usual }: CountryReports,
  { country, everywhere, model }: { country: Country; everywhere: number; model: GeoModel },
): number {
  const share = (country.usersMillion ?? 0) / USERS_MILLION;
  const expected = Math.max(USUAL_MIN, usual, everywhere * share);
  const ratio = logMass(people, SURGE_RATIO * expected, model.dispersion) - logMass(people, expected, model.dispersion);
  // Calm speaks only where people are known to report when something is the matter.
  if (ratio < 0 && usual < USUAL_MIN) return 0;
  const most = networks >= NETWORKS_MIN ? model.reportsMax : model.fewNetworksMax;
  return Math.max(model.reportsMin, Math.min(most, ratio));
}

/** A region counts with all its countries where the notice names none of them. */
function noticesByCountry(notices: readonly PlacedNotice[], model: GeoModel): ReadonlyMap<string, number> {
  const named = new Map<string, number>();
  for (const { status, regions, countries } of notices) {
    if (status === "operational" || status === "maintenance") continue;
    const worth = status === "degraded_performance" ? model.noticeDegraded : model.noticeOutage;
    const told = new Set(countries.map(regionOfCountry));
    const whole = regions.filter((region) => !told.has(region as never));
    for (const { id } of ALL_COUNTRIES) {
      const region = regionOfCountry(id);
      const isNamed = countries.includes(id) || (region !== null && whole.includes(region));
      if (isNamed) named.set(id, Math.max(named.get(id) ?? 0, worth));
    }
  }
  return named;
}
