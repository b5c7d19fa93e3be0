import type { Context } from "hono";
import { mapOf } from "../../../../shared/geo/map.ts";
import { type Api, dated, frontOf } from "../../api/context.ts";
import { Refusal } from "../../api/problem.ts";
import type { OneRegion } from "../region.tsx";
import type { Regions } from "../regions.tsx";

/** The probes, and one of them with the services it sees. */

export async function loadRegions(c: Context<Api>): Promise<Regions> {
  const front = await frontOf(c);
  const map = mapOf(front.snapshot, { service: null, stale: front.stale });
  return { ...dated(front), map, probes: front.snapshot.regions };
}

export async function loadRegion(c: Context<Api>, id: string): Promise<OneRegion> {
  const front = await frontOf(c);
  const probe = front.snapshot.regions.find((candidate) => candidate.id === id);
  if (probe === undefined) throw new Refusal(404, `No probe reports from "${id}". /regions lists those that do.`);
  const map = mapOf(front.snapshot, { service: null, stale: front.stale });
  const features = map.features.filter((feature) => feature.id === id);
  return { ...dated(front), probe, services: front.snapshot.services, map: { ...map, features } };
}
