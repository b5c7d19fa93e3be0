import { hashOf } from "../../shared/observe/slot.ts";
import type { Config } from "./config.ts";
import type { Env } from "./env.ts";

/** Services are spread over Fusion objects by a stable hash; a simulated network has objects of its own. */

export type Shard = { readonly simulated: boolean; readonly index: number };

export function shardsOf(config: Config): Shard[] {
  const real = Array.from({ length: config.shards }, (_, index) => ({ simulated: false, index }));
  return config.simulationSpeed === null ? real : [...real, { simulated: true, index: 0 }];
}

/** The shards of one network. */
export function networkShards(config: Config, { simulated }: { simulated: boolean }): Shard[] {
  return shardsOf(config).filter((shard) => shard.simulated === simulated);
}

/** Which of a network's `count` shards a service belongs to. */
export function shardIndex(service: string, count: number): number {
  return hashOf(service) % count;
}

/** The shard of one service; a simulated network has one. */
export function shardOf({ id, simulated }: { id: string; simulated: boolean }, config: Config): Shard {
  return { simulated, index: simulated ? 0 : shardIndex(id, config.shards) };
}

export function shardName({ simulated, index }: Shard): string {
  return `${simulated ? "simulated" : "real"}/${index}`;
}

/** The shard that an object is, from its own name. */
export function shardNamed(name: string | undefined): Shard {
  const match = /^(real|simulated)\/(\d+)$/.exec(name ?? "");
  if (!match) throw new Error(`a Fusion object must be named real/N or simulated/N; received ${JSON.stringify(name)}`);
  return { simulated: match[1] === "simulated", index: Number(match[2]) };
}

export function fusionStub(env: Pick<Env, "FUSION">, shard: Shard) {
  return env.FUSION.getByName(shardName(shard));
}

/** The intake that a reporter belongs to. What is hashed is not kept, and one of a few is no trace of anybody. */
export function reportIntakeStub(env: Pick<Env, "REPORT_INTAKE">, reporter: string, count: number) {
  return env.REPORT_INTAKE.getByName(`reports/${hashOf(reporter) % count}`);
}
