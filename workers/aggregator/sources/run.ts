import { z } from "zod";
import { Notice, Verdict } from "../../../shared/schema/index.ts";
import type { Config } from "../config.ts";
import { announce } from "../deliveries/fan-out.ts";
import type { Env } from "../env.ts";
import { NOTICES_KEPT_MS, RETELL_MINUTES } from "../limits.ts";
import { publishedSnapshot } from "../publish.ts";
import { fusionStub, networkShards, shardIndex } from "../shard.ts";
import { pruneNotices } from "../store/notices.ts";
import { listServices } from "../store/services.ts";
import { type GatherPorts, gatherNotices, retellNotices } from "./gather.ts";
import { PUBLIC_ONLY } from "./read-source.ts";

/** The minute's work with vendors' sources, for the real services; what a simulated one says of itself nobody publishes. */
export async function runSources(env: Env, { config, now }: { config: Config; now: number }): Promise<void> {
  const services = (await listServices(env.DB, { simulated: false })).filter(({ official }) => official.length > 0);
  if (services.length === 0) return;
  const ports: GatherPorts = {
    ...PUBLIC_ONLY,
    db: env.DB,
    // Called without an owner, the platform's own refuses.
    fetch: (input, init) => fetch(input, init),
    userAgent: `Downwhere/0.1 (+${config.contactUrl}; notices)`,
    xToken: config.xToken,
    tell: (words) => tellFusion(env, { config, words }),
    verdicts: () => verdictsOf(env, config),
    announce: (events) =>
      announce(env, events).catch((error: unknown) =>
        console.warn("events wait for the sweep", { error: String(error) }),
      ),
  };
  const minute = Math.floor(now / 60_000);
  if (minute % RETELL_MINUTES === 0) {
    await retellNotices(services, { now, ports });
    await pruneNotices(env.DB, { before: now - NOTICES_KEPT_MS });
  }
  const gathered = await gatherNotices(services, { now, ports });
  if (gathered.news > 0 || gathered.failed > 0) console.log(JSON.stringify({ sources: gathered }));
}

/** Each word to the object that judges its service. */
async function tellFusion(env: Env, { config, words }: { config: Config; words: readonly Notice[] }): Promise<void> {
  const shards = networkShards(config, { simulated: false });
  await Promise.all(
    shards.map(async (shard) => {
      const own = words.filter(({ service }) => shardIndex(service, shards.length) === shard.index);
      if (own.length > 0) await fusionStub(env, shard).hear(z.encode(z.array(Notice), own));
    }),
  );
}

/** As they were last published. */
async function verdictsOf({ SNAPSHOTS }: Env, config: Config): Promise<ReadonlyMap<string, Verdict>> {
  const shards = networkShards(config, { simulated: false });
  const snapshots = await Promise.all(shards.map((shard) => publishedSnapshot(SNAPSHOTS, shard)));
  const services = snapshots.flatMap((snapshot) => snapshot?.services ?? []);
  return new Map(services.map(({ id, verdict }) => [id, Verdict.parse(verdict)]));
}
