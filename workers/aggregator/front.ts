import { parseInstant } from "../../shared/schema/index.ts";
import type { SnapshotWire } from "../../shared/schema/snapshot.ts";
import type { Config } from "./config.ts";
import { type Shard, shardName, shardsOf } from "./shard.ts";

/**
 * What the front door knows: the snapshots of all shards, merged. A published one is used while it is fresh, then the
 * Fusion object is asked, and when that is away the published one is served and called stale.
 */
export type Front = { readonly snapshot: SnapshotWire; readonly stale: boolean };

export type FrontPorts = {
  /** What was last published; `null` before the first time. */
  readonly published: (shard: Shard) => Promise<SnapshotWire | null>;
  /** What is known at this moment. */
  readonly live: (shard: Shard) => Promise<SnapshotWire>;
};

export async function readFront(ports: FrontPorts, config: Config, now: number): Promise<Front> {
  return mergeSnapshots(await Promise.all(shardsOf(config).map((shard) => readShard(ports, { shard, config, now }))));
}

type Part = { readonly snapshot: SnapshotWire | null; readonly stale: boolean };

async function readShard(
  { published, live }: FrontPorts,
  { shard, config, now }: { shard: Shard; config: Config; now: number },
): Promise<Part> {
  const known = await published(shard).catch((error: unknown) => {
    console.warn("nothing published can be read", { shard: shardName(shard), error: String(error) });
    return null;
  });
  const age = known === null ? Number.POSITIVE_INFINITY : now - (parseInstant(known.asOf) ?? 0);
  if (known !== null && age <= config.snapshotMs) return { snapshot: known, stale: false };
  try {
    return { snapshot: await live(shard), stale: false };
  } catch (error) {
    console.warn("fusion away, serving what was published", { shard: shardName(shard), error: String(error) });
    return { snapshot: known, stale: true };
  }
}

function mergeSnapshots(parts: readonly Part[]): Front {
  const snapshots = parts.flatMap(({ snapshot }) => snapshot ?? []);
  const newest = snapshots
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1);
  const regions = new Map(snapshots.flatMap((snapshot) => snapshot.regions).map((region) => [region.id, region]));
  return {
    stale: parts.some(({ stale }) => stale),
    snapshot: {
      asOf: newest ?? "1970-01-01T00:00:00.000Z",
      services: snapshots.flatMap((snapshot) => snapshot.services).sort((a, b) => a.name.localeCompare(b.name)),
      regions: [...regions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      incidents: snapshots.flatMap((snapshot) => snapshot.incidents),
    },
  };
}
