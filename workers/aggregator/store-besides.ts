import type { Memory } from "./memory.ts";
import { storeReports } from "./reports/held-minutes.ts";
import { type Shard, shardName } from "./shard.ts";
import { insertExtraLooks } from "./store/extra-looks.ts";

/** What a minute has brought besides records: looks beyond the schedule, and reports. With D1 away they wait. */
export async function storeBesides(
  db: D1Database,
  memory: Memory,
  { shard, at }: { shard: Shard; at: number },
): Promise<void> {
  const waiting = (what: string, storing: Promise<void>) =>
    storing.catch((error: unknown) =>
      console.warn(`${what} kept until D1 answers`, { shard: shardName(shard), error: String(error) }),
    );
  await waiting("extra looks", storeExtras(db, memory, { shard, at }));
  await waiting("reports", storeReports(db, memory, at));
}

/** One row for all the looks of a minute that were made besides the schedule. */
async function storeExtras(db: D1Database, memory: Memory, { shard, at }: { shard: Shard; at: number }): Promise<void> {
  const { extras: looks } = memory;
  if (looks.length === 0) return;
  await insertExtraLooks(db, { shard: shardName(shard), at, looks });
  memory.extras = memory.extras.filter((each) => !looks.includes(each));
}
