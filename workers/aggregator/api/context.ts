import type { Context } from "hono";
import type { ServiceWire } from "../../../shared/schema/snapshot.ts";
import { type Config, type Env, parseConfig } from "../env.ts";
import { type Front, readFront } from "../front.ts";
import { Refusal } from "./problem.ts";

/** What every route starts from. */

export type Api = { Bindings: Env };

export function configOf(c: Context<Api>): Config {
  return parseConfig(c.env);
}

export async function frontOf(c: Context<Api>): Promise<Front> {
  return readFront(c.env, configOf(c), Date.now());
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
