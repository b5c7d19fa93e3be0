import { MINUTE } from "../../support/timeline.ts";
import type { Said, Trial } from "./trial.ts";
import type { Outage } from "./truth.ts";

/** Trials into figures. */

export type Score = {
  readonly outages: number;
  readonly found: number;
  /** Alarms for an outage beyond its first. */
  readonly doubled: number;
  readonly falseAlarms: number;
  readonly serviceMonths: number;
  /** Minutes from the begin of an outage to its alarm, and from its end to the alarm's end. */
  readonly delays: readonly number[];
  readonly resolves: readonly number[];
  /** F1 of the regions named, one per outage. */
  readonly regionF1: readonly number[];
  readonly layersRight: number;
  readonly layersNamed: number;
};

/** Minutes after an outage in which an alarm still belongs to it. */
const GRACE_MINUTES = 5;
const MINUTES_PER_MONTH = 43_200;

export function scoreOf(trials: readonly Trial[], ruleIndex: number): Score {
  const score = { outages: 0, found: 0, doubled: 0, falseAlarms: 0, serviceMonths: 0, layersRight: 0, layersNamed: 0 };
  const [delays, resolves, regionF1] = [[], [], []] as [number[], number[], number[]];
  for (const { outages, courses, serviceMinutes, layers } of trials) {
    const { alarms = [], regions } = courses[ruleIndex] ?? {};
    score.serviceMonths += serviceMinutes / MINUTES_PER_MONTH;
    const rises = alarms.filter(({ alerting }) => alerting);
    const belongs = (outage: Outage, rise: { service: string; at: number }) =>
      rise.service === outage.service && rise.at >= outage.from && rise.at < outage.to + GRACE_MINUTES * MINUTE;
    score.falseAlarms += rises.filter((rise) => !outages.some((outage) => belongs(outage, rise))).length;
    for (const outage of outages) {
      score.outages++;
      const own = alarms.filter(({ service }) => service === outage.service);
      const risen = rises.filter((rise) => belongs(outage, rise));
      const isOnBefore = own.filter(({ at }) => at < outage.from).at(-1)?.alerting ?? false;
      const [first] = risen;
      if (!isOnBefore && (first === undefined || first.at >= outage.to + MINUTE)) continue;
      score.found++;
      score.doubled += Math.max(0, risen.length - 1);
      delays.push(isOnBefore ? 0 : ((first?.at ?? outage.from) - outage.from) / MINUTE);
      const end = own.find(({ at, alerting }) => !alerting && at >= outage.to)?.at;
      const isOnAtEnd = own.filter(({ at }) => at < outage.to).at(-1)?.alerting ?? false;
      resolves.push(isOnAtEnd ? (end === undefined ? Number.POSITIVE_INFINITY : (end - outage.to) / MINUTE) : 0);
      const compared = regions?.get(outage);
      if (compared !== undefined) regionF1.push(f1(compared));
      const layer = layers.get(outage);
      if (layer !== undefined) {
        score.layersNamed++;
        if (layer === outage.layer) score.layersRight++;
      }
    }
  }
  return { ...score, delays, resolves, regionF1 };
}

function f1({ said, true: truth }: { said: readonly string[]; true: readonly string[] }): number {
  if (said.length === 0 && truth.length === 0) return 1;
  return (2 * said.filter((region) => truth.includes(region)).length) / (said.length + truth.length);
}

/** Mean squared difference between what was said and what was so. */
export function brierOf(said: readonly Said[]): number {
  return mean(said.map(({ probability, failing }) => (probability - (failing ? 1 : 0)) ** 2));
}

export type Bin = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly mean: number;
  readonly failing: number;
};

const EDGES = [0, 0.01, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.000001];

/** What was said, in bins, beside how often it was so. */
export function calibrationOf(said: readonly Said[]): Bin[] {
  return EDGES.slice(1).map((to, index) => {
    const from = EDGES[index] ?? 0;
    const within = said.filter(({ probability }) => probability >= from && probability < to);
    return {
      from,
      to: Math.min(1, to),
      count: within.length,
      mean: mean(within.map(({ probability }) => probability)),
      failing: mean(within.map(({ failing }) => (failing ? 1 : 0))),
    };
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)] ?? Number.NaN;
}
