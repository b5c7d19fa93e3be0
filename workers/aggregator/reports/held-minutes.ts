import { type Baseline, baselineOf } from "../../../shared/reports/baseline.ts";
import { letGo, unstoredIn } from "../../../shared/reports/held.ts";
import { modelAt } from "../facts.ts";
import { REPORTS_KEPT_MS } from "../limits.ts";
import type { Memory } from "../memory.ts";
import { pruneReports, type StoredMinute, writeReportMinutes } from "../store/reports.ts";

/** What a Fusion object holds of reports besides the fold: minutes on their way to D1. */

export type ReportsNow = {
  readonly minutes: readonly StoredMinute[];
  readonly baseline: Baseline | null;
  readonly minuteMs: number;
};

export function reportsNow({ ledger, held, speed }: Memory, service: string): ReportsNow {
  const model = modelAt(speed);
  const belief = [...ledger.network.services.values()].find(({ id }) => id === service);
  return {
    minutes: [...held.values()].filter(({ minute }) => minute.service === service),
    baseline: baselineOf(belief?.crowd ?? null, model),
    minuteMs: model.minuteMs,
  };
}

/** Writes the minutes that are over and have grown, and now and then deletes what is too old. */
export async function storeReports(db: D1Database, { held, services, speed }: Memory, now: number): Promise<void> {
  const { minuteMs } = modelAt(speed);
  const due = unstoredIn(held, now, minuteMs);
  const grown = due.map((each) => each.grown);
  await writeReportMinutes(db, due);
  // What has grown while it was written is written again.
  for (const [index, each] of due.entries()) each.stored = grown[index] ?? 0;
  letGo(held, now, minuteMs);
  const isPruning = Math.floor(now / minuteMs) % PRUNE_MINUTES === 0;
  if (isPruning) await pruneReports(db, { services: services.map(({ id }) => id), before: now - REPORTS_KEPT_MS });
}

/** Minutes from one pruning to the next. */
const PRUNE_MINUTES = 60;
