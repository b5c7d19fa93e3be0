import type { SnapshotWire } from "../../shared/schema/snapshot.ts";
import { type Shard, shardName } from "./shard.ts";

/** The published snapshot of a shard in KV: what the front door reads first, and what it still has when all else is away. */

const keyOf = (shard: Shard) => `snapshot/${shardName(shard)}`;

export async function publishSnapshot(kv: KVNamespace, shard: Shard, snapshot: SnapshotWire): Promise<void> {
  await kv.put(keyOf(shard), JSON.stringify(snapshot));
}

/** `null` before the first was published. */
export async function publishedSnapshot(kv: KVNamespace, shard: Shard): Promise<SnapshotWire | null> {
  // Written by `publishSnapshot` and by nothing else; parsing 100 kB by schema for each reader buys nothing.
  return kv.get<SnapshotWire>(keyOf(shard), "json");
}
