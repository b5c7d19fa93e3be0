import { regionOfCountry } from "../../geo/countries.ts";
import { nearestAmong } from "../../geo/regions.ts";
import type { PlaceId, RegionId, UserReport } from "../../schema/index.ts";
import type { Model } from "../model.ts";
import { type Anomaly, openAnomaly, takeBin } from "./anomaly.ts";
import { expectedAt, learnSeason, openSeason, type Season } from "./season.ts";
import { chanceOf, openSurge, type Surge, takeMinute } from "./surge.ts";
import { addReport, type Counted, closeMinute, countOnce, openTally, type Tally, voicesIn } from "./tally.ts";

/** What people say of one service: everywhere together, and country by country. */
export type Crowd = {
  /** The start of the minute that is being counted, in milliseconds; `null` before the first report. */
  minute: number | null;
  readonly counted: Counted;
  readonly everywhere: Voices;
  readonly countries: Map<string, Voices>;
  readonly season: Season;
  /** Whether everywhere together does what it has not done before, in bins of five minutes. */
  readonly anomaly: Anomaly;
  readonly bin: { people: number; minutes: number; score: number };
};

export type Voices = { readonly tally: Tally; readonly surge: Surge };

export function openCrowd({ people, anomalies }: Model): Crowd {
  return {
    minute: null,
    counted: new Map(),
    everywhere: { tally: openTally(), surge: openSurge(people) },
    countries: new Map(),
    season: openSeason(),
    anomaly: openAnomaly(anomalies),
    bin: { people: 0, minutes: 0, score: 0 },
  };
}

/** Takes in one report. Answers whether a minute ended. A person who has been counted lately is not counted again. */
export function hear(crowd: Crowd, report: UserReport, model: Model): boolean {
  const isOver = closeMinutes(crowd, report.at, model);
  const { people, minuteMs } = model;
  if (!countOnce(crowd.counted, report.reporter, report.at, { ...people, minuteMs })) return isOver;
  addReport(crowd.everywhere.tally, report.asn ?? null);
  let country = crowd.countries.get(report.country);
  if (country === undefined) {
    country = { tally: openTally(), surge: openSurge(people) };
    // It has been silent for as long as the service has been listened to.
    country.surge.learned = crowd.everywhere.surge.learned;
    crowd.countries.set(report.country, country);
  }
  addReport(country.tally, report.asn ?? null);
  return isOver;
}

/** Ends every minute that is over by `now`. Answers whether there was one. */
export function closeMinutes(crowd: Crowd, now: number, model: Model): boolean {
  const { people, minuteMs } = model;
  if (crowd.minute === null) crowd.minute = Math.floor(now / minuteMs) * minuteMs;
  const isOver = now >= crowd.minute + minuteMs;
  // After a long pause the minutes of silence say nothing that the last hour of them does not.
  crowd.minute = Math.max(crowd.minute, Math.floor(now / minuteMs) * minuteMs - people.oncePerMinutes * minuteMs);
  for (; now >= crowd.minute + minuteMs; crowd.minute += minuteMs) {
    const count = closeMinute(crowd.everywhere.tally, people);
    countBin(crowd, count, model);
    const seasonal = expectedAt(crowd.season, crowd.minute, minuteMs);
    takeMinute(crowd.everywhere.surge, count, seasonal, people);
    learnSeason(crowd.season, Math.min(count, 3 * crowd.everywhere.surge.level), crowd.minute, minuteMs);
    for (const { tally, surge } of crowd.countries.values()) takeMinute(surge, closeMinute(tally, people), 0, people);
  }
  return isOver;
}

const BIN_MINUTES = 5;

function countBin({ anomaly, bin, minute }: Crowd, count: number, { anomalies, minuteMs }: Model): void {
  bin.people += count;
  if (++bin.minutes < BIN_MINUTES) return;
  // The season is that of the model's own day, however fast the network runs.
  const at = ((minute ?? 0) / minuteMs) * 60_000;
  bin.score = takeBin(anomaly, bin.people, at, anomalies);
  bin.people = 0;
  bin.minutes = 0;
}

/** Whether this burst is one of those that the service has every day, as far as its history tells. */
function isHabit({ anomaly, bin }: Crowd, { anomalies }: Model): boolean {
  return anomaly.age >= anomalies.daysMin * anomalies.binsPerDay && bin.score < anomalies.scoreFrom;
}

/** Whether anybody reports more than usual. */
export function isUpset({ everywhere, countries }: Crowd): boolean {
  return everywhere.surge.sum > 0 || [...countries.values()].some(({ surge }) => surge.sum > 0);
}

/** What the reports of a service make of it. */
export type Outcry = {
  /** P(people are affected), by region of the network. */
  readonly regions: ReadonlyMap<RegionId, number>;
  /** It has lasted, or is in several countries: enough to open an incident by itself. */
  readonly lasting: boolean;
  /** How many people, and where, in words. */
  readonly because: string;
};

/** `null` while nobody is more upset than usual. A country without a probe of its own counts where the nearest one is. */
export function outcryOf(crowd: Crowd, places: Iterable<PlaceId>, model: Model): Outcry | null {
  const { people } = model;
  const all = chanceIn(crowd.everywhere, people);
  const each = [...crowd.countries].map(([country, voices]) => ({ country, voices, chance: chanceIn(voices, people) }));
  // Where some countries explain the surge, another joins only with some weight of its own.
  const joinsFrom = each.some(({ chance }) => chance >= people.tellFrom) ? people.joinsFrom : 0;
  const loud = each.filter(
    ({ chance, voices }) => chance >= people.tellFrom || (all >= people.tellFrom && voices.surge.sum > joinsFrom),
  );
  if (loud.length === 0) return null;
  const isGeneral = all >= people.tellFrom || loud.length >= people.countriesEnough;
  if (isGeneral && isHabit(crowd, model)) return null;
  const lasting =
    loud.filter(({ chance }) => chance >= model.notUpFrom).length >= people.countriesEnough ||
    [crowd.everywhere, ...loud.map(({ voices }) => voices)].some(({ surge }) => surge.lasting >= people.lastingMinutes);
  const upTo = lasting ? people.upToLasting : people.upTo;
  const regions = new Map<RegionId, number>();
  for (const { country, chance } of loud) {
    const own = regionOfCountry(country);
    if (own === null) continue;
    const region = nearestAmong(own, places);
    regions.set(region, Math.max(regions.get(region) ?? 0, Math.min(upTo, Math.max(chance, all))));
  }
  const heard = loud.map(({ voices }) => voicesIn(voices.tally).people).reduce((sum, count) => sum + count, 0);
  const named = loud.map(({ country }) => country).sort();
  const where = named.length > 4 ? `${named.slice(0, 4).join(", ")} and ${named.length - 4} more` : named.join(", ");
  return { regions, lasting, because: `${heard} people in ${where} report it within ${people.windowMinutes} min` };
}

/** A surge of a handful, or of few networks, is none. */
function chanceIn({ tally, surge }: Voices, people: Model["people"]): number {
  const voices = voicesIn(tally);
  return voices.people < people.peopleMin || voices.networks < people.networksMin ? 0 : chanceOf(surge, people);
}
