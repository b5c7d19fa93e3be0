import { parseInstant } from "../../shared/schema/index.ts";
import type { SnapshotWire } from "../../shared/schema/snapshot.ts";
import type { Config, Env } from "./env.ts";
import { publishedSnapshot } from "./publish.ts";
import { fusionStub, type Shard, shardsOf } from "./shard.ts";

/**
 * What the front door knows: the snapshots of all shards, merged. A published one is used while it is fresh, then the
 * Fusion object is asked, and when that is away the published one is served and called stale.
 */
export type Front = { readonly snapshot: SnapshotWire; readonly stale: boolean };

export async function readFront(env: Pick<Env, "SNAPSHOTS" | "FUSION">, config: Config, now: number): Promise<Front> {
  return mergeSnapshots(await Promise.all(shardsOf(config).map((shard) => readShard(env, { shard, config, now }))));
}

type Part = { readonly snapshot: SnapshotWire | null; readonly stale: boolean };

async function readShard(
  env: Pick<Env, "SNAPSHOTS" | "FUSION">,
  { shard, config, now }: { shard: Shard; config: Config; now: number },
): Promise<Part> {
  const published = await publishedSnapshot(env.SNAPSHOTS, shard).catch(() => null);
  const age = published === null ? Number.POSITIVE_INFINITY : now - (parseInstant(published.asOf) ?? 0);
  if (published !== null && age <= config.snapshotMs) return { snapshot: published, stale: false };
  try {
    const live = await fusionStub(env, shard).snapshot();
    return { snapshot: live, stale: false };
  } catch (error) {
    console.warn("fusion away, serving what was published", { shard, error: String(error) });
    return { snapshot: published, stale: true };
  }
}

function mergeSnapshots(parts: readonly Part[]): Front {
  const snapshots = parts.flatMap(({ snapshot }) => snapshot ?? []);
  const asOf =
    snapshots
      .map((snapshot) => snapshot.asOf)
      .sort()
      .at(-1) ?? "1970-01-01T00:00:00.000Z";
  const regions = new Map(snapshots.flatMap((snapshot) => snapshot.regions).map((region) => [region.id, region]));
  return {
    stale: parts.some(({ stale }) => stale),
    snapshot: {
      asOf,
      services: snapshots.flatMap((snapshot) => snapshot.services).sort((a, b) => a.name.localeCompare(b.name)),
      regions: [...regions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      incidents: snapshots.flatMap((snapshot) => snapshot.incidents),
    },
  };
}
