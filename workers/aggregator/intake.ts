import { WorkerEntrypoint } from "cloudflare:workers";
import type { Looks, Plan, Round, Wishes } from "../../shared/schema/index.ts";
import { type AskNow, askNow } from "./ask.ts";
import { parseConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { planOf } from "./facts.ts";
import { fusionStub, networkShards, type Shard, shardIndex } from "./shard.ts";
import { listServices, servicesVersion } from "./store/services.ts";
import { tellRound } from "./tell.ts";

/** The probes' door, reached over a service binding only: they fetch their plan here and hand over their rounds. */
export class Intake extends WorkerEntrypoint<Env> {
  async plan({ simulated }: { simulated: boolean }): Promise<Plan> {
    const [version, services] = await Promise.all([
      servicesVersion(this.env.DB),
      listServices(this.env.DB, { simulated }),
    ]);
    return planOf(services, version);
  }

  tell(round: Round): Promise<{ planVersion: string }> {
    return tellRound(this.env, round);
  }

  /** Takes in what failed while a round is under way: asks other regions at once, and answers with what to look at again. */
  async alert(looks: Looks): Promise<Pick<Wishes, "again">> {
    const shards = networkShards(parseConfig(this.env), looks);
    const answers = await Promise.all(
      partsFor(looks, shards).map(({ shard, looks: part }) => fusionStub(this.env, shard).alert(part)),
    );
    const asks: AskNow[] = answers.flatMap(({ ask }) => ask);
    if (asks.length > 0) this.ctx.waitUntil(this.#askAll(looks, asks));
    return { again: answers.flatMap(({ again }) => again) };
  }

  /** Each region's word is folded as soon as it is there: the slowest one must not hold up the others. */
  async #askAll({ simulated, observations }: Looks, asks: readonly AskNow[]): Promise<void> {
    const probe = simulated ? this.env.SIMULATED_PROBE : this.env.PROBE;
    if (probe === undefined) return;
    const shards = networkShards(parseConfig(this.env), { simulated });
    const at = Math.max(...observations.map((seen) => seen.at));
    await askNow(probe, { asks, at }, async (seen) => {
      await Promise.all(partsFor(seen, shards).map(({ shard, looks }) => fusionStub(this.env, shard).alert(looks)));
    });
  }
}

/** Each shard's part of what was seen; a shard that none of it is about needs to know nothing. */
function partsFor(looks: Looks, shards: readonly Shard[]): { shard: Shard; looks: Looks }[] {
  return shards.flatMap((shard) => {
    const observations = looks.observations.filter(({ service }) => shardIndex(service, shards.length) === shard.index);
    return observations.length > 0 ? [{ shard, looks: { ...looks, observations } }] : [];
  });
}
