import { regionOfCountry } from "../../geo/countries.ts";
import { nearestAmong } from "../../geo/regions.ts";
import { type PlaceId, type RegionId, type UserReport, type UserReports, WORKS } from "../../schema/index.ts";
import type { Model } from "../model.ts";
import { type Anomaly, openAnomaly, takeBin } from "./anomaly.ts";
import { expectedAt, learnSeason, openSeason, type Season } from "./season.ts";
import { chanceOf, hasFallen, openSurge, quieten, type Surge, takeMinute } from "./surge.ts";
import { addPeople, type Counted, closeMinute, countOnce, openTally, type Tally, voicesIn } from "./tally.ts";

/** What people say of one service: everywhere together, and country by country. */
export type Crowd = {
  /** The start of the minute that is being counted, in milliseconds; `null` before the first report. */
  minute: number | null;
  readonly counted: Counted;
  readonly everywhere: Voices;
  readonly regions: Map<RegionId, Voices>;
  readonly countries: Map<string, Voices>;
  /** Who says that it works for them, by country. It lowers nothing; a diagnosis sets it beside what others report. */
  readonly working: Map<string, Tally>;
  /** Probes saw it failing as well, and have not seen the end yet. */
  isSeen: boolean;
  readonly season: Season;
  /** Whether everywhere together does what it has not done before, in bins of five minutes. */
  readonly anomaly: Anomaly;
  readonly bin: { people: number; minutes: number; score: number };
};

export type Voices = { readonly tally: Tally; readonly surge: Surge };

/** `silent`: minutes for which the service was listened to and nobody said anything: silence is what is usual. */
export function openCrowd({ people, anomalies }: Model, silent: number): Crowd {
  const surge = openSurge(people);
  surge.learned = Math.min(silent, people.warmUpMinutes);
  return {
    minute: null,
    counted: new Map(),
    everywhere: { tally: openTally(), surge },
    regions: new Map(),
    countries: new Map(),
    working: new Map(),
    isSeen: false,
    season: openSeason(),
    anomaly: openAnomaly(anomalies),
    bin: { people: 0, minutes: 0, score: 0 },
  };
}

/** Takes in one report. Answers whether a minute ended. A person who has been counted lately is not counted again. */
export function hear(crowd: Crowd, report: UserReport, model: Model): boolean {
  const isOver = closeMinutes(crowd, report.at, model);
  const { people, minuteMs } = model;
  if (countOnce(crowd.counted, report.reporter, report.at, { ...people, minuteMs }))
    count(crowd, { ...report, people: 1 }, model);
  return isOver;
}

/** Takes in people who were counted once each where they reported. Answers whether a minute ended. */
export function hearMany(crowd: Crowd, reports: UserReports, model: Model): boolean {
  const isOver = closeMinutes(crowd, reports.at, model);
  count(crowd, reports, model);
  return isOver;
}

function count(crowd: Crowd, { country, asn = null, symptom, people }: UserReports, model: Model): void {
  if (symptom === WORKS) {
    const tally = crowd.working.get(country) ?? openTally();
    crowd.working.set(country, tally);
    addPeople(tally, asn, people);
    return;
  }
  addPeople(crowd.everywhere.tally, asn, people);
  addPeople(voicesOf(crowd, crowd.countries, country, model).tally, asn, people);
  const region = regionOfCountry(country);
  if (region !== null) addPeople(voicesOf(crowd, crowd.regions, region, model).tally, asn, people);
}

function voicesOf<P extends string>(crowd: Crowd, places: Map<P, Voices>, place: P, { people }: Model): Voices {
  const known = places.get(place);
  if (known !== undefined) return known;
  const opened = { tally: openTally(), surge: openSurge(people) };
  // It has been silent for as long as the service has been listened to.
  opened.surge.learned = crowd.everywhere.surge.learned;
  places.set(place, opened);
  return opened;
}

/** What probes make of it: once they have seen the end of what they saw as well, reports of it are late. */
export function followProbes(crowd: Crowd, probability: number, { phase, people }: Model): void {
  if (probability >= phase.openFrom) crowd.isSeen = true;
  if (!crowd.isSeen || probability >= phase.recoveringBelow) return;
  crowd.isSeen = false;
  for (const { surge } of everyone(crowd)) quieten(surge, people);
}

function everyone({ everywhere, regions, countries }: Crowd): Voices[] {
  return [everywhere, ...regions.values(), ...countries.values()];
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
    for (const { tally, surge } of [...crowd.regions.values(), ...crowd.countries.values()])
      takeMinute(surge, closeMinute(tally, people), 0, people);
    for (const tally of crowd.working.values()) closeMinute(tally, people);
    calmDown(crowd, people);
  }
  return isOver;
}

/** Quietens what has fallen: where the whole has, wherever the last minutes do not speak against it. */
function calmDown(crowd: Crowd, people: Model["people"]): void {
  const isOver = hasFallen(crowd.everywhere.surge, people);
  for (const { surge } of everyone(crowd))
    if (hasFallen(surge, people) || (isOver && (surge.fall > 0 || surge.lasting === 0))) quieten(surge, people);
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
export function isUpset(crowd: Crowd): boolean {
  return everyone(crowd).some(({ surge }) => surge.sum > 0);
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

/** `null` while nobody is more upset than usual. A region without a probe of its own counts where the nearest one is. */
export function outcryOf(crowd: Crowd, places: Iterable<PlaceId>, model: Model): Outcry | null {
  const { people } = model;
  const all = chanceIn(crowd.everywhere, people);
  const countries = [...crowd.countries]
    .map(([country, voices]) => ({ country, voices, chance: chanceIn(voices, people) }))
    .filter(({ chance }) => chance >= people.tellFrom);
  const joined = all >= people.tellFrom ? joining(crowd, people) : [];
  if (countries.length === 0 && joined.length === 0) return null;
  const isGeneral = all >= people.tellFrom || countries.length >= people.countriesEnough;
  if (isGeneral && isHabit(crowd, model)) return null;
  const loud = [crowd.everywhere, ...countries.map(({ voices }) => voices), ...joined.map(({ voices }) => voices)];
  const lasting =
    countries.filter(({ chance }) => chance >= model.notUpFrom).length >= people.countriesEnough ||
    loud.some(({ surge }) => surge.lasting >= people.lastingMinutes);
  const upTo = lasting ? people.upToLasting : people.upTo;
  const regions = new Map<RegionId, number>();
  const name = (own: RegionId | null, chance: number) => {
    if (own === null) return;
    const region = nearestAmong(own, places);
    regions.set(region, Math.max(regions.get(region) ?? 0, Math.min(upTo, chance)));
  };
  for (const { country, chance } of countries) name(regionOfCountry(country), Math.max(chance, all));
  for (const { region } of joined) name(region, all);
  return { regions, lasting, because: inWords(crowd, regions, model) };
}

/** The regions that take part in a surge of the whole: those with some weight of their own, else wherever more report than usual. */
function joining({ regions }: Crowd, people: Model["people"]): { region: RegionId; voices: Voices }[] {
  const rising = [...regions].flatMap(([region, voices]) => (voices.surge.sum > 0 ? [{ region, voices }] : []));
  const weighty = rising.filter(({ voices }) => voices.surge.sum >= people.joinsFrom);
  return weighty.length > 0 ? weighty : rising;
}

/** How many people of which countries, of the regions that are named. */
function inWords(crowd: Crowd, regions: ReadonlyMap<RegionId, number>, { people }: Model): string {
  const heard = [...crowd.countries].flatMap(([country, { tally, surge }]) => {
    const region = regionOfCountry(country);
    const isNamed = region !== null && (regions.has(region) || surge.sum > 0);
    return isNamed && surge.sum > 0 ? [{ country, count: voicesIn(tally).people }] : [];
  });
  const count = heard.reduce((sum, each) => sum + each.count, 0);
  const named = heard.map(({ country }) => country).sort();
  const where = named.length > 4 ? `${named.slice(0, 4).join(", ")} and ${named.length - 4} more` : named.join(", ");
  return `${count} people in ${where} report it within ${people.windowMinutes} min`;
}

/** A surge of a handful, or of few networks, is none. */
function chanceIn({ tally, surge }: Voices, people: Model["people"]): number {
  const voices = voicesIn(tally);
  return voices.people < people.peopleMin || voices.networks < people.networksMin ? 0 : chanceOf(surge, people);
}
