import { WorkerEntrypoint } from "cloudflare:workers";
import type { Plan, Round } from "../../shared/schema/index.ts";
import { parseConfig } from "./config.ts";
import type { Env } from "./env.ts";
import { planOf } from "./facts.ts";
import { fusionStub, networkShards, shardIndex } from "./shard.ts";
import { listServices, servicesVersion } from "./store/services.ts";

/** The probes' door, reached over a service binding only: they fetch their plan here and hand over their rounds. */
export class Intake extends WorkerEntrypoint<Env> {
  async plan({ simulated }: { simulated: boolean }): Promise<Plan> {
    const [version, services] = await Promise.all([
      servicesVersion(this.env.DB),
      listServices(this.env.DB, { simulated }),
    ]);
    return planOf(services, version);
  }

  /** Gives each shard its part of a round. The controls go to all of them: every shard judges the probe. */
  async tell(round: Round): Promise<{ planVersion: string }> {
    const shards = networkShards(parseConfig(this.env), round);
    if (shards.length === 0) throw new Error("this deployment runs no simulated network");
    const answers = await Promise.all(
      shards.map((shard) => {
        const observations = round.observations.filter(
          ({ service }) => shardIndex(service, shards.length) === shard.index,
        );
        return fusionStub(this.env, shard).ingest({ ...round, observations });
      }),
    );
    const [first] = answers;
    if (first === undefined) throw new Error("no shard answered");
    return { planVersion: first.planVersion };
  }
}
