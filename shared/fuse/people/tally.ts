import type { People } from "../model/people.ts";

/**
 * Who counts: one person once an hour, and no network that alone sends more than its share. A handful of people, or one
 * network, cannot make a surge however often they report.
 */

/** People by network in each of the last minutes, the newest last. */
export type Tally = { readonly minutes: Record<string, number>[] };

export function openTally(): Tally {
  return { minutes: [{}] };
}

export function addPeople({ minutes }: Tally, asn: number | null, people: number): void {
  const newest = minutes.at(-1) ?? {};
  const network = asn === null ? "unknown" : String(asn);
  newest[network] = (newest[network] ?? 0) + people;
}

/** Ends the newest minute: how many people it counts, without networks that sent too much of the last few minutes. */
export function closeMinute({ minutes }: Tally, people: People): number {
  const window = sums(minutes);
  const all = [...window.values()].reduce((sum, count) => sum + count, 0);
  let count = 0;
  for (const [network, reports] of Object.entries(minutes.at(-1) ?? {}))
    if ((window.get(network) ?? 0) <= Math.max(people.networkMin, people.shareMax * all)) count += reports;
  minutes.push({});
  if (minutes.length > people.windowMinutes) minutes.shift();
  return count;
}

/** People and networks of the last few minutes. */
export function voicesIn({ minutes }: Tally): { people: number; networks: number } {
  const window = sums(minutes);
  return { people: [...window.values()].reduce((sum, count) => sum + count, 0), networks: window.size };
}

function sums(minutes: readonly Readonly<Record<string, number>>[]): Map<string, number> {
  const window = new Map<string, number>();
  for (const minute of minutes)
    for (const [network, count] of Object.entries(minute)) window.set(network, (window.get(network) ?? 0) + count);
  return window;
}

/** When each person was last counted, in milliseconds; the order of insertion is the order of time. */
export type Counted = Map<string, number>;

/** Whether the person has not been counted lately; if so they are now. Forgets the oldest beyond `peopleMax`. */
export function countOnce(
  counted: Counted,
  reporter: string,
  at: number,
  limits: People & { minuteMs: number },
): boolean {
  const onceMs = limits.oncePerMinutes * limits.minuteMs;
  const last = counted.get(reporter);
  if (last !== undefined && at - last < onceMs) return false;
  counted.delete(reporter);
  counted.set(reporter, at);
  for (const [oldest, when] of counted) {
    if (counted.size <= limits.peopleMax && at - when < onceMs) break;
    counted.delete(oldest);
  }
  return true;
}
