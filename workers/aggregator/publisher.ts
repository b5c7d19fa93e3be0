import { frameOf } from "../../shared/geo/frame.ts";
import { type FrameMark, frameDue } from "../../shared/geo/history.ts";
import type { Ledger } from "../../shared/ledger.ts";
import type { SnapshotWire } from "../../shared/schema/snapshot.ts";
import { publishSnapshot } from "./publish.ts";
import { type Shard, shardName } from "./shard.ts";
import { frameRecord } from "./store/records.ts";
import type { FusionStore } from "./store/state.ts";

/** When a shard's snapshot goes out to KV, and when what the map is drawn from is kept for the past. */
export class Publisher {
  readonly #kv: KVNamespace;
  readonly #shard: Shard;
  readonly #store: FusionStore;
  #publishedAt = 0;
  #frame: FrameMark | null = null;
  /** Something has changed that was not published yet. */
  isChanged = false;

  constructor(options: { readonly kv: KVNamespace; readonly shard: Shard; readonly store: FusionStore }) {
    this.#kv = options.kv;
    this.#shard = options.shard;
    this.#store = options.store;
  }

  /** Publishes what is newer than what was published by `gapMs` or more: a KV key takes one write a second. */
  async publish(ledger: Ledger, { gapMs, snapshot }: { gapMs: number; snapshot: () => SnapshotWire }): Promise<void> {
    const age = ledger.asOf - this.#publishedAt;
    if (age < gapMs || age === 0) return;
    this.#publishedAt = ledger.asOf;
    this.isChanged = false;
    const now = snapshot();
    this.#keepFrame(now, ledger);
    try {
      await publishSnapshot(this.#kv, this.#shard, now);
    } catch (error) {
      this.isChanged = true;
      console.warn("snapshot not published", { shard: shardName(this.#shard), error: String(error) });
    }
  }

  /** Keeps what the map is drawn from when that has changed; the next flush writes it with everything else. */
  #keepFrame(snapshot: SnapshotWire, { network, asOf: at }: Ledger): void {
    const frame = frameOf(snapshot);
    const due = frameDue(this.#frame, { frame, at, minuteMs: network.model.minuteMs });
    if (due === null) return;
    this.#frame = due;
    this.#store.keep([frameRecord(frame, { at, shard: shardName(this.#shard) })]);
  }
}
