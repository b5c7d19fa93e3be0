import type { FoldOutput } from "../../shared/evaluate.ts";
import { factsOf } from "../../shared/facts.ts";
import { foldLooks, foldRound, type Ledger, openLedger, restoreLedger, saveLedger } from "../../shared/ledger.ts";
import type { Looks } from "../../shared/schema/index.ts";
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
  /** What was told besides incidents. */
  said: Said;
};

type Saved = Pick<Memory, "services" | "version"> & {
  readonly extras?: readonly Looks[];
  readonly said?: Said;
  readonly ledger: unknown;
};

export function remember(store: FusionStore, { ledger, services, version, extras, said }: Memory): void {
  store.save({ version, services, extras, said, ledger: saveLedger(ledger) } satisfies Saved);
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
  const memory: Memory = { ledger, speed, extras: saved?.extras ?? [], said: saved?.said ?? NOTHING_SAID, ...current };
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

/** Folds the rounds, and the looks made besides, that reached D1 but not the last save. */
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
    const extras = await unfolded(db, { shard, ledger, after: after.slot });
    const foldExtras = (until: number) => {
      for (let next = extras[0]; next !== undefined && beganAt(next) <= until; next = extras[0])
        outputs.push(...foldLooks(ledger, extras.shift() ?? next));
    };
    for (;;) {
      const { rounds, last, unreadable } = await roundsAfter(db, {
        after,
        simulated: shard.simulated,
        limit: REBUILD_BATCH,
      });
      if (unreadable > 0) console.warn("rounds that cannot be read", { shard: shardName(shard), unreadable });
      for (const round of rounds) {
        foldExtras(round.slot);
        const observations = round.observations.filter(({ service }) => shardIndex(service, shards) === shard.index);
        outputs.push(...foldRound(ledger, { ...round, observations }));
      }
      if (last === null) {
        foldExtras(Number.POSITIVE_INFINITY);
        return outputs;
      }
      after = last;
    }
  } catch (error) {
    console.warn("rounds not caught up", { shard: shardName(shard), error: String(error) });
    return outputs;
  }
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
