import type { Anomalies } from "../model/anomalies.ts";
import { keepMaximum, openTail, relativeTo, type Tail } from "./tail.ts";
import { excessOf, learnUsual, openUsual, type Usual } from "./usual.ts";

/**
 * Whether a busy series of counts (reports or mentions, five minutes a bin) does what it has not done before. Short, middle
 * and long means of the counts are each compared with what is usual, with and without the time of the day, and put on the
 * scale of their own daily maxima; the second highest of these members speaks, so that no single one can raise an alarm.
 */
export type Anomaly = {
  /** Bins seen. */
  age: number;
  /** Counts of the last bins, the newest last. */
  readonly recent: number[];
  /** Values that have yet to be learned from. */
  readonly waiting: { readonly value: number; readonly at: number }[];
  /** Without and with the time of the day. */
  readonly usuals: readonly Usual[];
  /** One for each usual and horizon. */
  readonly tails: readonly Tail[];
};

export function openAnomaly(parameters: Anomalies): Anomaly {
  const usuals = [false, true].map((seasonal) => openUsual(seasonal, parameters));
  return {
    age: 0,
    recent: [],
    waiting: [],
    usuals,
    tails: usuals.flatMap(() => parameters.horizons.map(() => openTail())),
  };
}

/** Takes in the count of one bin and answers its score: above about 1.5 it is no ordinary burst; 0 while the past is too short. */
export function takeBin(anomaly: Anomaly, count: number, at: number, parameters: Anomalies): number {
  anomaly.recent.push(count);
  if (anomaly.recent.length > Math.max(...parameters.horizons)) anomaly.recent.shift();
  anomaly.age++;
  const isDayOver = anomaly.age % parameters.binsPerDay === 0;
  const scores = anomaly.usuals.flatMap((usual, index) =>
    parameters.horizons.map((horizon, position) => {
      const tail = anomaly.tails[index * parameters.horizons.length + position] ?? openTail();
      const excess = excessOf(usual, logMean(anomaly.recent, horizon), at);
      const score = relativeTo(tail, excess);
      keepMaximum(tail, excess, isDayOver);
      return score ?? 0;
    }),
  );
  anomaly.waiting.push({ value: Math.log(count + 1), at });
  if (anomaly.waiting.length > parameters.lagBins) {
    const due = anomaly.waiting.shift();
    if (due !== undefined) for (const usual of anomaly.usuals) learnUsual(usual, due.value, due.at, parameters);
  }
  return scores.sort((a, b) => b - a)[1] ?? 0;
}

function logMean(recent: readonly number[], horizon: number): number {
  const last = recent.slice(-horizon);
  return Math.log(last.reduce((sum, count) => sum + count, 0) / last.length + 1);
}
