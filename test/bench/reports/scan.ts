/**
 * A prospective scan for clusters (Kulldorff, 2001): of the reports of the last hours, does one area hold more than its
 * usual share? Given how many reports there are in all, so that the rhythm of the day cancels out. Shares come from the past
 * only; how far a likelihood ratio lies in the tail is read from a Gumbel law fitted to the hours before (Abrams, 2010).
 */

export type Report = { readonly at: number; readonly areas: readonly string[] };

export type Cluster = {
  readonly area: string;
  readonly at: number;
  readonly hours: number;
  readonly observed: number;
  readonly expected: number;
  readonly ratio: number;
  readonly p: number;
};

const HOUR = 3_600_000;
const WINDOWS = [1, 2, 3, 6];
/** Hours in which only shares are learned, hours after them in which only maxima are, and reports that an area is taken to have had before any. */
const WARM_UP_HOURS = 24;
const MAXIMA_MIN = 12;
const PRIOR_REPORTS = 0.5;
const P_MAX = 1e-4;
/** A handful is no cluster, however unlikely. */
const OBSERVED_MIN = 8;

/** The strongest cluster of every hour that has one. */
export function scan(reports: readonly Report[]): Cluster[] {
  const [first, last] = [reports[0]?.at ?? 0, reports.at(-1)?.at ?? 0];
  const usual: number[] = [];
  const found: Cluster[] = [];
  for (let now = (Math.ceil(first / HOUR) + WARM_UP_HOURS) * HOUR; now <= last; now += HOUR) {
    const best = strongest(reports, now);
    if (best === null) continue;
    const p = usual.length < MAXIMA_MIN ? 1 : gumbelTail(usual, best.ratio);
    if (p <= P_MAX && best.observed >= OBSERVED_MIN) found.push({ ...best, p });
    else usual.push(best.ratio);
  }
  return found;
}

function strongest(reports: readonly Report[], now: number): Omit<Cluster, "p"> | null {
  const candidates = WINDOWS.flatMap((hours) => {
    const window = reports.filter(({ at }) => at > now - hours * HOUR && at <= now);
    const before = reports.filter(({ at }) => at <= now - 6 * HOUR);
    const past = tally(before);
    return [...tally(window)].map(([area, observed]) => {
      const share = ((past.get(area) ?? 0) + PRIOR_REPORTS) / (before.length + 100 * PRIOR_REPORTS);
      const expected = window.length * Math.min(0.9, share);
      return { area, at: now, hours, observed, expected, ratio: logRatio(observed, expected, window.length) };
    });
  });
  return candidates.reduce<Omit<Cluster, "p"> | null>(
    (best, each) => (best === null || each.ratio > best.ratio ? each : best),
    null,
  );
}

/** c ln(c / E) + (N - c) ln((N - c) / (N - E)), where there are more than expected. */
export function logRatio(observed: number, expected: number, all: number): number {
  if (observed <= expected) return 0;
  const outside = observed === all ? 0 : (all - observed) * Math.log((all - observed) / (all - expected));
  return observed * Math.log(observed / expected) + outside;
}

function tally(reports: readonly Report[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { areas } of reports) for (const area of areas) counts.set(area, (counts.get(area) ?? 0) + 1);
  return counts;
}

/**
 * P(a maximum this high), by a Gumbel law with the quartiles of those before: clusters among them that were too weak to be
 * told hardly move quartiles, as they would a mean.
 */
function gumbelTail(maxima: readonly number[], value: number): number {
  const ordered = [...maxima].sort((a, b) => a - b);
  const quartile = (share: number) => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;
  // Quantiles of the standard law: -ln(-ln(q)).
  const scale = Math.max(1e-9, (quartile(0.75) - quartile(0.25)) / 1.5725);
  const centre = quartile(0.5) - 0.3665 * scale;
  return -Math.expm1(-Math.exp(-(value - centre) / scale));
}
