import type { FoldOutput } from "../../shared/evaluate.ts";
import { factsOf } from "../../shared/facts.ts";
import { foldRound, type Ledger, openLedger, restoreLedger, saveLedger } from "../../shared/ledger.ts";
import type { Config } from "./config.ts";
import { modelAt } from "./facts.ts";
import { REBUILD_BATCH, REBUILD_SPAN_MS } from "./limits.ts";
import { type Shard, shardIndex, shardName } from "./shard.ts";
import { newestSlot, roundsAfter } from "./store/rounds.ts";
import { listServices, servicesVersion, type WatchedService } from "./store/services.ts";
import type { FusionStore } from "./store/state.ts";

/** What a Fusion object holds in memory, and how it comes back: from its last save, then from the rounds in D1. */
export type Memory = {
  readonly ledger: Ledger;
  readonly speed: number;
  services: readonly WatchedService[];
  version: string;
};

type Saved = { readonly version: string; readonly services: readonly WatchedService[]; readonly ledger: unknown };

export function remember(store: FusionStore, { ledger, services, version }: Memory): void {
  store.save({ version, services, ledger: saveLedger(ledger) } satisfies Saved);
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
  const memory: Memory = { ledger, speed, ...current };
  return { memory, outputs: await catchUp(memory, { db, shard, shards: shard.simulated ? 1 : config.shards }) };
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

/** Folds the rounds that reached D1 but not the last save. */
async function catchUp(
  memory: Memory,
  { db, shard, shards }: { db: D1Database; shard: Shard; shards: number },
): Promise<FoldOutput[]> {
  const { ledger } = memory;
  const outputs: FoldOutput[] = [];
  try {
    const newest = ledger.asOf > 0 ? ledger.asOf : await newestSlot(db, shard);
    const oldest = Math.min(...ledger.lastSlots.values());
    let after = { slot: Math.max(newest - REBUILD_SPAN_MS, Number.isFinite(oldest) ? oldest : 0), lane: "" };
    for (;;) {
      const { rounds, last, unreadable } = await roundsAfter(db, {
        after,
        simulated: shard.simulated,
        limit: REBUILD_BATCH,
      });
      if (unreadable > 0) console.warn("rounds that cannot be read", { shard: shardName(shard), unreadable });
      for (const round of rounds) {
        const observations = round.observations.filter(({ service }) => shardIndex(service, shards) === shard.index);
        outputs.push(...foldRound(ledger, { ...round, observations }));
      }
      if (last === null) return outputs;
      after = last;
    }
  } catch (error) {
    console.warn("rounds not caught up", { shard: shardName(shard), error: String(error) });
    return outputs;
  }
}
