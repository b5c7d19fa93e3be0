import { frameOf } from "../../shared/geo/frame.ts";
import { type FrameMark, frameDue } from "../../shared/geo/history.ts";
import type { Ledger } from "../../shared/ledger.ts";
import type { SnapshotWire } from "../../shared/schema/snapshot.ts";
import { SNAPSHOT_MIN_GAP_MS } from "./limits.ts";
import { publishSnapshot } from "./publish.ts";
import { type Shard, shardName } from "./shard.ts";
import { frameRecord } from "./store/records.ts";
import type { FusionStore } from "./store/state.ts";

/** When a shard's snapshot is published, and when what its map is drawn from is kept with the other records. */
export type Publisher = {
  /** Something is to be told sooner than an unchanged snapshot would be. */
  readonly change: () => void;
  /** Publishes what is newer than what was published by `gapMs` or more: a KV key takes one write a second. */
  readonly publish: (ledger: Ledger, gapMs?: number) => Promise<void>;
};

export function createPublisher(options: {
  readonly kv: KVNamespace;
  readonly shard: Shard;
  readonly store: FusionStore;
  /** Milliseconds after which an unchanged snapshot is published again. */
  readonly snapshotMs: number;
  readonly snapshot: () => SnapshotWire;
}): Publisher {
  const { kv, shard, store } = options;
  let publishedAt = 0;
  let isChanged = false;
  let mark: FrameMark | null = null;

  function keepFrame(snapshot: SnapshotWire, { network, asOf: at }: Ledger): void {
    const frame = frameOf(snapshot);
    const due = frameDue(mark, { frame, at, minuteMs: network.model.minuteMs });
    if (due === null) return;
    mark = due;
    store.keep([frameRecord(frame, { at, shard: shardName(shard) })]);
  }

  return {
    change: () => {
      isChanged = true;
    },
    async publish(ledger, gapMs = isChanged ? SNAPSHOT_MIN_GAP_MS : options.snapshotMs) {
      const age = ledger.asOf - publishedAt;
      if (age < gapMs || age === 0) return;
      publishedAt = ledger.asOf;
      isChanged = false;
      const snapshot = options.snapshot();
      keepFrame(snapshot, ledger);
      try {
        await publishSnapshot(kv, shard, snapshot);
      } catch (error) {
        isChanged = true;
        console.warn("snapshot not published", { shard: shardName(shard), error: String(error) });
      }
    },
  };
}
