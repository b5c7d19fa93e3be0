import type { Anomalies } from "../model/anomalies.ts";

/**
 * What is usual for a busy series: the mean and spread of ln(1 + count), followed slowly and with a lag, from winsorised
 * counts, so that an outage teaches it little and late. With a season it also follows the half-hours of the day.
 */
export type Usual = {
  mean: number | null;
  spread: number;
  /** Bins learned from. */
  learned: number;
  /** One offset for each half-hour, and how often it was met; empty without a season. */
  readonly season: number[];
  readonly met: number[];
};

const SLOTS = 48;
const SLOT_MS = 1_800_000;
/** A half-hour speaks once it was met on a third day: six bins a day. */
const MET_MIN = 12;

export function openUsual(seasonal: boolean, { spread }: Anomalies): Usual {
  const slots = seasonal ? SLOTS : 0;
  return {
    mean: null,
    spread,
    learned: 0,
    season: Array.from({ length: slots }, () => 0),
    met: Array.from({ length: slots }, () => 0),
  };
}

/** How far a value of ln(1 + count) lies above what is usual then; 0 before anything was learned. */
export function excessOf(usual: Usual, value: number, at: number): number {
  return usual.mean === null ? 0 : value - usual.mean - seasonAt(usual, at);
}

/** Learns from one value that has waited long enough. Changed in place. */
export function learnUsual(usual: Usual, value: number, at: number, parameters: Anomalies): void {
  const before = usual.mean ?? value;
  const limit = 3 * usual.spread;
  const residual = Math.max(-limit, Math.min(limit, value - before - seasonAt(usual, at)));
  usual.learned++;
  // A plain mean over the first day: the first bin may be any.
  const share = usual.learned < parameters.binsPerDay ? 1 / usual.learned : 1 - 0.5 ** (1 / parameters.halfLifeBins);
  const mean = before + share * residual;
  usual.mean = mean;
  const step = usual.learned < parameters.quickBins ? parameters.quickStep : parameters.slowStep;
  // For a normal law the mean absolute deviation is sd * sqrt(2 / pi).
  const spread = usual.spread + step * (Math.abs(residual) * 1.2533 - usual.spread);
  usual.spread = Math.max(parameters.spreadFloor, spread);
  const slot = slotOf(at);
  const offset = usual.season[slot];
  if (offset === undefined) return;
  const met = usual.met[slot] ?? 0;
  usual.season[slot] = offset + (met < 2 * MET_MIN ? 0.05 : 0.01) * Math.max(-1, Math.min(1, value - mean - offset));
  usual.met[slot] = met + 1;
}

function seasonAt({ season, met }: Usual, at: number): number {
  const slot = slotOf(at);
  return (met[slot] ?? 0) > MET_MIN ? (season[slot] ?? 0) : 0;
}

function slotOf(at: number): number {
  return Math.floor(at / SLOT_MS) % SLOTS;
}
