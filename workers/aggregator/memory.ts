import type { FoldOutput } from "../../shared/evaluate.ts";
import { factsOf } from "../../shared/facts.ts";
import {
  foldLooks,
  foldReports,
  foldRound,
  type Ledger,
  openLedger,
  restoreLedger,
  saveLedger,
} from "../../shared/ledger.ts";
import { type Held, type HeldMinutes, hold } from "../../shared/reports/held.ts";
import type { Looks, ReportBatch } from "../../shared/schema/index.ts";
import type { Config } from "./config.ts";
import { modelAt } from "./facts.ts";
import { EXTRA_LOOKS_MAX, REBUILD_BATCH, REBUILD_SPAN_MS } from "./limits.ts";
import { NOTHING_SAID, type Said } from "./occasions.ts";
import { type Shard, shardIndex, shardName } from "./shard.ts";
import { extraLooksAfter } from "./store/extra-looks.ts";
import { newestSlot, roundsAfter } from "./store/rounds.ts";
import { listServices, servicesVersion, type WatchedService } from "./store/services.ts";
import type { FusionStore } from "./store/state.ts";

/** What a Fusion object holds in memory, and how it comes back: from its last save, then from the rounds in D1. */
export type Memory = {
  readonly ledger: Ledger;
  readonly speed: number;
  services: readonly WatchedService[];
  version: string;
  /** Looks made besides the schedule that are not in D1 yet. */
  extras: readonly Looks[];
  /** Minutes of reports that may still grow, or are not in D1 yet. */
  readonly held: HeldMinutes;
  /** What was told besides incidents. */
  said: Said;
};

type Saved = Pick<Memory, "services" | "version"> & {
  readonly extras?: readonly Looks[];
  readonly held?: [string, Held][];
  readonly said?: Said;
  readonly ledger: unknown;
};

export function remember(store: FusionStore, { ledger, services, version, extras, held, said }: Memory): void {
  store.save({ version, services, extras, held: [...held], said, ledger: saveLedger(ledger) } satisfies Saved);
}

export function keepExtra(memory: Memory, looks: Looks): void {
  if (looks.extra) memory.extras = [...memory.extras, looks].slice(-EXTRA_LOOKS_MAX);
}

export async function recall(options: {
  readonly db: D1Database;
  readonly store: FusionStore;
  readonly shard: Shard;
  readonly config: Config;
}): Promise<{ memory: Memory; outputs: readonly FoldOutput[] }> {
  const { db, store, shard, config } = options;
  // Written by `remember` and by nothing else.
  const saved = store.load() as Saved | null;
  const speed = shard.simulated ? (config.simulationSpeed ?? 1) : 1;
  const current = await catalogue(db, shard, saved);
  const facts = current.services.map((service) => factsOf(service, speed));
  const ledger =
    saved === null ? openLedger(modelAt(speed), facts) : restoreLedger(modelAt(speed), saved.ledger, facts);
  const memory: Memory = {
    ledger,
    speed,
    extras: saved?.extras ?? [],
    held: new Map(saved?.held),
    said: saved?.said ?? NOTHING_SAID,
    ...current,
  };
  const batches = store.noted();
  const shards = shard.simulated ? 1 : config.shards;
  return { memory, outputs: await catchUp(memory, { db, shard, shards, batches }) };
}

async function catalogue(
  db: D1Database,
  shard: Shard,
  saved: Saved | null,
): Promise<Pick<Memory, "services" | "version">> {
  try {
    return { version: await servicesVersion(db), services: await listServices(db, shard) };
  } catch (error) {
    console.warn("woken without D1", { shard: shardName(shard), error: String(error) });
    return saved ?? { version: "none", services: [] };
  }
}

/** Folds reports and holds their minutes. */
export function takeReports({ ledger, held, speed }: Memory, batch: ReportBatch): ReturnType<typeof foldReports> {
  const folded = foldReports(ledger, batch);
  if (folded.taken) hold(held, batch, modelAt(speed).minuteMs);
  return folded;
}

type Lost = { readonly at: number; fold(): readonly FoldOutput[] };

/**
 * Folds what the last save did not hold: the rounds, and the looks made besides, that reached D1, and the reports that were
 * noted, each at its time. Reports do not wait for D1.
 */
async function catchUp(
  memory: Memory,
  options: { db: D1Database; shard: Shard; shards: number; batches: readonly ReportBatch[] },
): Promise<FoldOutput[]> {
  const { db, shard, shards, batches } = options;
  const { ledger } = memory;
  const outputs: FoldOutput[] = [];
  let lost: Lost[] = batches.map((batch) => ({ at: batch.at, fold: () => takeReports(memory, batch).outputs }));
  const foldLost = (until: number) => {
    for (const { fold } of lost.filter(({ at }) => at <= until)) outputs.push(...fold());
    lost = lost.filter(({ at }) => at > until);
  };
  try {
    const newest = ledger.asOf > 0 ? ledger.asOf : await newestSlot(db, shard);
    const oldest = Math.min(...ledger.lastSlots.values());
    let after = { slot: Math.max(newest - REBUILD_SPAN_MS, Number.isFinite(oldest) ? oldest : 0), lane: "" };
    const extras = await unfolded(db, { shard, ledger, after: after.slot });
    lost.push(...extras.map((looks) => ({ at: beganAt(looks), fold: () => foldLooks(ledger, looks) })));
    lost.sort((a, b) => a.at - b.at);
    for (;;) {
      const { rounds, last, unreadable } = await roundsAfter(db, {
        after,
        simulated: shard.simulated,
        limit: REBUILD_BATCH,
      });
      if (unreadable > 0) console.warn("rounds that cannot be read", { shard: shardName(shard), unreadable });
      for (const round of rounds) {
        foldLost(round.slot);
        const observations = round.observations.filter(({ service }) => shardIndex(service, shards) === shard.index);
        outputs.push(...foldRound(ledger, { ...round, observations }));
      }
      if (last === null) break;
      after = last;
    }
  } catch (error) {
    console.warn("rounds not caught up", { shard: shardName(shard), error: String(error) });
  }
  foldLost(Number.POSITIVE_INFINITY);
  return outputs;
}

/** Looks besides the schedule that are newer than what was saved. */
async function unfolded(
  db: D1Database,
  { shard, ledger, after }: { shard: Shard; ledger: Ledger; after: number },
): Promise<Looks[]> {
  const { asOf } = ledger;
  const stored = await extraLooksAfter(db, { shard: shardName(shard), after, limit: EXTRA_LOOKS_MAX });
  return stored.filter((looks) => beganAt(looks) > asOf).sort((a, b) => beganAt(a) - beganAt(b));
}

function beganAt({ observations }: Looks): number {
  return Math.min(...observations.map(({ at }) => at));
}
