import { Cause, Outcome } from "../schema/index.ts";
import type { Model } from "./model.ts";

/**
 * The last look at one endpoint from each place, what it was worth, and how fast the endpoint usually answers there: a row of
 * numbers per place, side by side. Every look comes by here, and objects spread over the memory would cost it most of its
 * time. Changed in place.
 */
export type Sights = number[];

/** One row, as whoever judges or tells of it reads it. */
export type Sight = {
  /** When it began, in milliseconds. */
  readonly at: number;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly status: number | null;
  readonly latencyMs: number | null;
  readonly logLikelihoodRatio: number;
};

/** Columns of a row: when the last look began; when the last that was no plain pass did; looks in a row that were none. */
const AT = 0;
const BAD_AT = 1;
const STREAK = 2;
/** Looks in a row that failed; what was seen, by its number among the outcomes and causes; -1 for nothing. */
const FAILURES = 3;
const OUTCOME = 4;
const CAUSE = 5;
const STATUS = 6;
const LATENCY_MS = 7;
const WORTH = 8;
/** The three numbers of the baseline; see baseline.ts. */
const BASELINE = 9;
const COLUMNS = 12;

const OUTCOMES = Outcome.options;
const CAUSES = Cause.options;
const CODE_OF_OUTCOME = new Map(OUTCOMES.map((outcome, code) => [outcome, code]));
const CODE_OF_CAUSE = new Map(CAUSES.map((cause, code) => [cause, code]));
const NONE = -1;

/** How many places there is room for. */
export function placesIn(sights: Sights): number {
  return sights.length / COLUMNS;
}

/** When the last look from a place began; 0 for a place that has not spoken. */
export function lastAt(sights: Sights, place: number): number {
  return sights[place * COLUMNS + AT] ?? 0;
}

/** When the last look that was not a plain pass began; 0 for never. */
export function badAt(sights: Sights, place: number): number {
  return sights[place * COLUMNS + BAD_AT] ?? 0;
}

/** Looks in a row that were not plain passes; inconclusive ones neither count nor end the row. */
export function streakAt(sights: Sights, place: number): number {
  return sights[place * COLUMNS + STREAK] ?? 0;
}

/** Looks in a row that failed. */
export function failuresAt(sights: Sights, place: number): number {
  return sights[place * COLUMNS + FAILURES] ?? 0;
}

export function outcomeAt(sights: Sights, place: number): Outcome {
  return OUTCOMES[sights[place * COLUMNS + OUTCOME] ?? NONE] ?? "inconclusive";
}

export function causeAt(sights: Sights, place: number): Cause | null {
  return CAUSES[sights[place * COLUMNS + CAUSE] ?? NONE] ?? null;
}

/** Where the baseline of a place begins. */
export function baselineAt(place: number): number {
  return place * COLUMNS + BASELINE;
}

/** The row of a place; `null` while it has not spoken. */
export function sightAt(sights: Sights, place: number): Sight | null {
  const row = place * COLUMNS;
  const at = lastAt(sights, place);
  if (at === 0) return null;
  return {
    at,
    outcome: outcomeAt(sights, place),
    cause: causeAt(sights, place),
    status: knownAt(sights, row + STATUS),
    latencyMs: knownAt(sights, row + LATENCY_MS),
    logLikelihoodRatio: sights[row + WORTH] ?? 0,
  };
}

/** Makes room for a place, and for those before it that have not spoken. */
export function reachSight(sights: Sights, place: number, { baseline }: Model): void {
  while (sights.length <= place * COLUMNS)
    sights.push(0, 0, 0, 0, CODE_OF_OUTCOME.get("inconclusive") ?? 0, NONE, NONE, NONE, 0, 0, 0, baseline.spread);
}

/** Takes over what was seen. */
export function note(
  sights: Sights,
  place: number,
  seen: Omit<Sight, "logLikelihoodRatio"> & { readonly isPlain: boolean; readonly worth: number },
): void {
  const row = place * COLUMNS;
  sights[row + AT] = seen.at;
  sights[row + OUTCOME] = CODE_OF_OUTCOME.get(seen.outcome) ?? NONE;
  sights[row + CAUSE] = seen.cause === null ? NONE : (CODE_OF_CAUSE.get(seen.cause) ?? NONE);
  sights[row + STATUS] = seen.status ?? NONE;
  sights[row + LATENCY_MS] = seen.latencyMs ?? NONE;
  sights[row + WORTH] = seen.worth;
  if (seen.outcome === "inconclusive" && !seen.isPlain) return;
  sights[row + STREAK] = seen.isPlain ? 0 : streakAt(sights, place) + 1;
  sights[row + FAILURES] = seen.outcome === "fail" ? failuresAt(sights, place) + 1 : 0;
  if (!seen.isPlain) sights[row + BAD_AT] = seen.at;
}

function knownAt(sights: Sights, cell: number): number | null {
  const value = sights[cell] ?? NONE;
  return value === NONE ? null : value;
}
