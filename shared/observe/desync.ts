import { parseInstant } from "../schema/instant.ts";
import { VERSIONS_MAX } from "./limits.ts";

/**
 * Do the regions see the same data? Each look may bring the version or the time of what was served. A region is behind
 * when others, earlier than itself, have shown something newer; it is out of step when it stays behind for longer than
 * news takes to spread. What is ahead of the others is not at fault: it was first.
 */

/** What one region read last, and since when it has been behind; `null` when it is not. */
type Reading = { readonly value: string; readonly at: number; readonly behindSince: number | null };

/** What is known of one endpoint. Plain data, changed in place. */
export type Readings = {
  readonly openedAt: number;
  /** By the number of the place. */
  readonly places: (Reading | null)[];
  /** Values and when each was first shown anywhere, the oldest first: the order of texts that have none of their own. */
  readonly firstShown: [value: string, at: number][];
};

export type AgreementRules = {
  /** How far apart two values may be: in its own unit for a number, in seconds for a time. Of texts: how long one may lag. */
  readonly tolerance: number;
  /** Milliseconds for which a region may be behind in any case: news spreads by caches and replicas. */
  readonly graceMs: number;
  /** Milliseconds after which what a region read says nothing of now. */
  readonly freshMs: number;
};

export function openReadings(at: number): Readings {
  return { openedAt: at, places: [], firstShown: [] };
}

/** Takes in what one region read at `at`; answers what is wrong with it, in words, or `null`. */
export function disagreement(
  readings: Readings,
  { place, value, at }: { readonly place: number; readonly value: string; readonly at: number },
  rules: AgreementRules,
): string | null {
  const { places } = readings;
  const before = places[place] ?? null;
  if (before !== null && at <= before.at) return null;
  remember(readings, value, at);
  const others = places.filter(
    (reading, other): reading is Reading =>
      other !== place && reading !== null && reading.at <= at && at - reading.at <= rules.freshMs,
  );
  const measure = measureOf(value, rules.tolerance);
  const ahead = othersAhead(readings, { value, measure, others }, rules);
  const behindSince = ahead.length === 0 ? null : (before?.behindSince ?? at);
  while (places.length <= place) places.push(null);
  places[place] = { value, at, behindSince };
  const newest = ahead.at(-1);
  if (newest === undefined || behindSince === null) return null;
  const allowedMs = measure.kind === "number" ? 0 : rules.tolerance * 1_000;
  if (at - behindSince < Math.max(rules.graceMs, allowedMs)) return null;
  const seconds = Math.round((at - behindSince) / 1_000);
  return `serves "${value}" while ${ahead.length} of ${others.length} other regions show "${newest.value}", for ${seconds} s`;
}

/**
 * The others that show something newer, when they are enough to say so. Of times and numbers with a bound two are (or the
 * only one there is): the bound was set. Otherwise it takes more than half, since a new version comes region by region.
 */
function othersAhead(
  readings: Readings,
  { value, measure, others }: { value: string; measure: Measure; others: readonly Reading[] },
  { tolerance, freshMs }: AgreementRules,
): readonly Reading[] {
  const half = Math.floor(others.length / 2) + 1;
  if (measure.kind === "text") {
    const { openedAt } = readings;
    // What was there when we began to look has no order: there the greater number decides, and it takes two to make one.
    const age = (text: string) => Math.max(firstShownAt(readings, text), openedAt + freshMs);
    const same = largestGroup(others.filter((other) => other.value !== value && age(other.value) >= age(value)));
    return same.length >= Math.max(half, 2) ? same : [];
  }
  const ahead = others.filter((other) => {
    const shown = measureOf(other.value, tolerance);
    return shown.kind === measure.kind && shown.amount > measure.amount + tolerance;
  });
  return ahead.length >= (tolerance > 0 ? Math.min(2, others.length) : half) ? ahead : [];
}

function remember({ firstShown }: Readings, value: string, at: number): void {
  if (firstShown.some(([shown]) => shown === value)) return;
  if (firstShown.length >= VERSIONS_MAX) firstShown.shift();
  firstShown.push([value, at]);
}

/** Long ago when it has been forgotten. */
function firstShownAt({ firstShown }: Readings, value: string): number {
  return firstShown.find(([shown]) => shown === value)?.[1] ?? 0;
}

function largestGroup(readings: readonly Reading[]): readonly Reading[] {
  return [...Map.groupBy(readings, ({ value }) => value).values()].reduce<readonly Reading[]>(
    (largest, group) => (group.length > largest.length ? group : largest),
    [],
  );
}

type Measure =
  | { readonly kind: "text" }
  /** Seconds, or the value's own unit. */
  | { readonly kind: "time" | "number"; readonly amount: number };

/** A version such as 1.10 is no number: a fraction is one only where a tolerance says that numbers are meant. */
function measureOf(value: string, tolerance: number): Measure {
  if (/^-?\d{1,15}$/.test(value) || (tolerance > 0 && /^-?\d{1,15}\.\d{1,9}$/.test(value)))
    return { kind: "number", amount: Number(value) };
  const instant = parseInstant(value) ?? parseHttpDate(value);
  return instant === null ? { kind: "text" } : { kind: "time", amount: instant / 1_000 };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The form of dates in headers (RFC 9110, section 5.6.7): `Tue, 15 Nov 1994 08:12:31 GMT`. */
function parseHttpDate(text: string): number | null {
  const match = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT$/.exec(text);
  if (match === null) return null;
  const [, day, month = "", year, clock] = match;
  const number = String(MONTHS.indexOf(month) + 1).padStart(2, "0");
  return number === "00" ? null : parseInstant(`${year}-${number}-${day}T${clock}Z`);
}
