import type { FoldEvent, Notice, ServiceId } from "../../shared/schema/index.ts";
import { poisson } from "./random.ts";

/** People and vendors of a seeded timeline: a crowd that reports at its rhythm, its surges and floods, and notices. */

const MINUTE = 60_000;
const NETWORKS_PER_COUNTRY = 8;

export type Crowd = {
  readonly service: string;
  /** Reports a minute from everywhere together on an ordinary day. */
  readonly perMinute: number;
  /** Shares by country. */
  readonly countries?: Readonly<Record<string, number>>;
  /** The rate swings by this factor between trough and peak, once in `periodMinutes`. */
  readonly rhythm?: { readonly swing: number; readonly periodMinutes: number };
  readonly surges?: readonly Surge[];
};

/** Minutes in which reports come faster. `networks` and `people` bound who sends what is above the ordinary: a flood. */
export type Surge = {
  readonly from: number;
  readonly to: number;
  readonly factor: number;
  readonly in?: readonly string[];
  readonly networks?: number;
  readonly people?: number;
  /** Minutes in which what is above the ordinary falls to 1/e after the end. */
  readonly fading?: number;
};

export const COUNTRIES: Readonly<Record<string, number>> = {
  US: 0.26,
  BR: 0.1,
  GB: 0.1,
  DE: 0.1,
  FR: 0.08,
  PL: 0.06,
  IN: 0.08,
  JP: 0.07,
  AU: 0.05,
  ZA: 0.05,
  SG: 0.05,
};

export type Statement = Pick<Notice, "status" | "phase" | "title"> & {
  readonly service: string;
  readonly minute: number;
};

export function noticeOf({ service, minute, ...said }: Statement, start: number): FoldEvent {
  return { type: "notice", service: service as ServiceId, source: "statuspage", ...said, at: start + minute * MINUTE };
}

export function reportsOf(
  crowd: Crowd,
  { start, minutes, random }: { start: number; minutes: number; random: () => number },
): FoldEvent[] {
  const events: FoldEvent[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    for (const [country, share] of Object.entries(crowd.countries ?? COUNTRIES)) {
      const usual = crowd.perMinute * share * rhythmAt(crowd, minute);
      const voice = { crowd, country, at: start + minute * MINUTE, random };
      for (let left = poisson(usual, random); left > 0; left--) events.push(reportOf(voice, {}));
      for (const surge of crowd.surges ?? []) {
        const heat = heatAt(surge, minute);
        if (heat === 0 || !(surge.in?.includes(country) ?? true)) continue;
        for (let left = poisson(usual * (surge.factor - 1) * heat, random); left > 0; left--)
          events.push(reportOf(voice, surge));
      }
    }
  }
  return events;
}

/** Share of a surge that is there: all of it, and what fades of it afterwards. */
function heatAt({ from, to, fading }: Surge, minute: number): number {
  if (minute < from) return 0;
  if (minute < to) return 1;
  const left = fading === undefined ? 0 : Math.exp(-(minute + 1 - to) / fading);
  return left < 0.01 ? 0 : left;
}

function rhythmAt({ rhythm }: Crowd, minute: number): number {
  if (rhythm === undefined) return 1;
  const wave = (1 - Math.cos((2 * Math.PI * minute) / rhythm.periodMinutes)) / 2;
  return (2 * rhythm.swing ** wave) / (1 + rhythm.swing);
}

function reportOf(
  { crowd, country, at, random }: { crowd: Crowd; country: string; at: number; random: () => number },
  { networks, people }: Partial<Surge>,
): FoldEvent {
  const network = Math.floor(random() * (networks ?? NETWORKS_PER_COUNTRY));
  return {
    type: "report",
    service: crowd.service as ServiceId,
    country,
    asn: 1_000 + 20 * Object.keys(COUNTRIES).indexOf(country) + network,
    platform: random() < 0.6 ? "mobile" : "web",
    symptom: random() < 0.5 ? "no-connection" : "playback",
    reporter: people === undefined ? `u${Math.floor(random() * 1e9)}` : `few${Math.floor(random() * people)}`,
    at: at + Math.floor(random() * MINUTE),
  };
}
