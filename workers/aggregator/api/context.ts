import type { Context } from "hono";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Config, parseConfig } from "../config.ts";
import type { Env } from "../env.ts";
import { type Front, readFront } from "../front.ts";
import { publishedSnapshot } from "../publish.ts";
import { fusionStub, type Shard } from "../shard.ts";
import { Refusal } from "./problem.ts";

/** What every route starts from. */

export type Api = { Bindings: Env };

export function configOf(c: Context<Api>): Config {
  return parseConfig(c.env);
}

export async function frontOf(c: Context<Api>): Promise<Front> {
  const { SNAPSHOTS, FUSION } = c.env;
  const ports = {
    published: (shard: Shard) => publishedSnapshot(SNAPSHOTS, shard),
    live: (shard: Shard) => fusionStub({ FUSION }, shard).snapshot(),
  };
  return readFront(ports, configOf(c), Date.now());
}

/** `asOf` of every answer, and `stale` only when it is. */
export function dated({ snapshot, stale }: Front): { asOf: string; stale: boolean } {
  return { asOf: snapshot.asOf, stale };
}

export function serviceIn({ snapshot }: Front, id: string): ServiceWire {
  const service = snapshot.services.find((candidate) => candidate.id === id);
  if (service === undefined)
    throw new Refusal(404, `There is no service "${id}". /v1/services lists those that are watched.`);
  return service;
}
