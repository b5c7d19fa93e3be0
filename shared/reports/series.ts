import type { ReportMinute, Uncounted } from "../schema/report.ts";
import type { ReportBreakdown, ReportPoint, ReportSeries } from "../schema/report-series.ts";
import { type Baseline, bandOf, usualAt } from "./baseline.ts";
import { type Bucket, isWorking, nothingUncounted, readBucket } from "./bucket.ts";

/**
 * Reports of a service over a time: a series against what is usual, and who and what they are about. A place, network,
 * platform or symptom with fewer than three people is not told apart: they are counted together as others.
 */

/** People that a part must have to be told apart. */
export const TOLD_FROM = 3;
/** Parts of one kind that are told apart, the greatest first: what a reader takes in. */
const PARTS_MAX = 50;
/** Points of one series: what a chart shows. */
const POINTS_MAX = 360;
const STEPS_MINUTES = [1, 5, 10, 15, 30, 60, 120, 360];

/** Minutes of one step, so that a span has no more points than a chart shows. */
export function stepFor(spanMinutes: number): number {
  return STEPS_MINUTES.find((step) => spanMinutes / step <= POINTS_MAX) ?? Math.ceil(spanMinutes / POINTS_MAX);
}

export function seriesOf(
  minutes: Iterable<ReportMinute>,
  options: { since: number; until: number; minuteMs: number; baseline: Baseline | null },
): ReportSeries {
  const { since, until, minuteMs, baseline } = options;
  const stepMinutes = stepFor((until - since) / minuteMs);
  const stepMs = stepMinutes * minuteMs;
  const first = Math.floor(since / stepMs) * stepMs;
  const counts = Array.from({ length: Math.max(1, Math.ceil((until - first) / stepMs)) }, () => ({
    people: 0,
    working: 0,
  }));
  const parts = { country: new Parts(), platform: new Parts(), symptom: new Parts(), network: new Parts() };
  const uncounted = nothingUncounted();
  for (const { minute, counts: buckets, uncounted: refused } of minutes) {
    const point = counts[Math.floor((minute - first) / stepMs)];
    if (point === undefined) continue;
    for (const key of Object.keys(uncounted) as (keyof Uncounted)[]) uncounted[key] += refused[key];
    for (const [name, people] of Object.entries(buckets)) {
      const bucket = readBucket(name);
      if (isWorking(bucket)) point.working += people;
      else point.people += people;
      addTo(parts, bucket, people);
    }
  }
  const { dispersion = 1 } = baseline ?? {};
  return {
    since: first,
    until,
    stepMinutes,
    total: sumOf(counts),
    usual: baseline === null ? null : { learnedMinutes: baseline.learned, dispersion },
    points: counts.map((point, index): ReportPoint => {
      const at = first + index * stepMs;
      return { at, ...point, usual: baseline === null ? null : usualOver(baseline, { at, stepMinutes, minuteMs }) };
    }),
    byCountry: parts.country.told(),
    byPlatform: parts.platform.told(),
    bySymptom: parts.symptom.told(),
    byNetwork: parts.network.told(),
    uncounted,
  };
}

function usualOver(
  baseline: Baseline,
  { at, stepMinutes, minuteMs }: { at: number; stepMinutes: number; minuteMs: number },
) {
  let mean = 0;
  for (let minute = 0; minute < stepMinutes; minute++) mean += usualAt(baseline, at + minute * minuteMs, minuteMs);
  return { people: Math.round(mean * 100) / 100, ...bandOf(mean, baseline.dispersion) };
}

function sumOf(counts: readonly { people: number; working: number }[]): { people: number; working: number } {
  return counts.reduce(
    (sum, { people, working }) => ({ people: sum.people + people, working: sum.working + working }),
    { people: 0, working: 0 },
  );
}

type Kinds = Readonly<Record<"country" | "platform" | "symptom" | "network", Parts>>;

function addTo({ country, platform, symptom, network }: Kinds, bucket: Bucket, people: number): void {
  const count = isWorking(bucket) ? { people: 0, working: people } : { people, working: 0 };
  country.add(bucket.country, count);
  platform.add(bucket.platform ?? "unknown", count);
  network.add(bucket.asn === null ? "unknown" : `AS${bucket.asn}`, count);
  if (!isWorking(bucket)) symptom.add(bucket.symptom, count);
}

/** Counts by name. */
class Parts {
  readonly #counts = new Map<string, { people: number; working: number }>();

  add(name: string, { people, working }: { people: number; working: number }): void {
    const known = this.#counts.get(name) ?? { people: 0, working: 0 };
    this.#counts.set(name, { people: known.people + people, working: known.working + working });
  }

  told(): ReportBreakdown {
    const sorted = [...this.#counts]
      .map(([name, count]) => ({ name, ...count }))
      .sort((a, b) => b.people + b.working - (a.people + a.working) || (a.name < b.name ? -1 : 1));
    const items = sorted
      .filter(({ people, working }) => Math.max(people, working) >= TOLD_FROM)
      .slice(0, PARTS_MAX)
      .map(({ name, people, working }) => ({ name, people: unlessFew(people), working: unlessFew(working) }));
    const all = sumOf(sorted);
    const told = sumOf(items.map(({ people, working }) => ({ people: people ?? 0, working: working ?? 0 })));
    return { items, others: { people: all.people - told.people, working: all.working - told.working } };
  }
}

function unlessFew(count: number): number | null {
  return count > 0 && count < TOLD_FROM ? null : count;
}
