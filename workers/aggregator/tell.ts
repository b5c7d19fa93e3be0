import type { Round } from "../../shared/schema/index.ts";
import { parseConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { fusionStub, networkShards, shardIndex } from "./shard.ts";

/** Gives each shard its part of a round. The controls go to all of them: every shard judges the probe. */
export async function tellRound(env: Env, round: Round): Promise<{ planVersion: string }> {
  const shards = networkShards(parseConfig(env), round);
  if (shards.length === 0) throw new Error("this deployment runs no simulated network");
  const answers = await Promise.all(
    shards.map((shard) => {
      const observations = round.observations.filter(
        ({ service }) => shardIndex(service, shards.length) === shard.index,
      );
      return fusionStub(env, shard).ingest({ ...round, observations });
    }),
  );
  const [first] = answers;
  if (first === undefined) throw new Error("no shard answered");
  return { planVersion: first.planVersion };
}
