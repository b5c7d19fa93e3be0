import type { Context } from "hono";
import { withChanges } from "../../../shared/geo/history.ts";
import { mapOf, mapOfFrame, type StatusMap } from "../../../shared/geo/map.ts";
import { formatInstant } from "../../../shared/schema/index.ts";
import type { MapFrame } from "../../../shared/schema/map-frame.ts";
import { MAP_CHANGES_MAX } from "../limits.ts";
import { shardName, shardsOf } from "../shard.ts";
import { frameAt } from "../store/map-frames.ts";
import { changesBetween } from "../store/verdicts.ts";
import { type Api, configOf, frontOf, serviceIn } from "./context.ts";
import { instantAsked } from "./map-query.ts";
import { Refusal } from "./problem.ts";

/** The map of all services (`null`) or of one, now or at a time that was asked for. */
export async function mapAt(
  c: Context<Api>,
  { service: id, at }: { service: string | null; at: string | undefined },
): Promise<{ map: StatusMap; isPast: boolean }> {
  const front = await frontOf(c);
  const service = id === null ? null : serviceIn(front, id);
  const instant = instantAsked(at, Date.now());
  if (instant === null) return { map: mapOf(front.snapshot, { service, stale: front.stale }), isPast: false };
  const frame = await frameOfAll(c, instant);
  const map = mapOfFrame(frame, { service: id, stale: false, asOf: formatInstant(instant) });
  return { map: service === null ? map : { ...map, service: { id: service.id, name: service.name } }, isPast: true };
}

/** A frame with the verdicts that changed after it; a shard knows its own services. */
async function upTo(db: D1Database, kept: { frame: MapFrame; at: number }, at: number): Promise<MapFrame> {
  const changes = await changesBetween(db, { after: kept.at, until: at, limit: MAP_CHANGES_MAX });
  return withChanges(kept.frame, changes);
}

/** The frames of all shards, laid together. Places that several shards know are the same places. */
async function frameOfAll(c: Context<Api>, at: number): Promise<MapFrame> {
  const shards = shardsOf(configOf(c));
  const kept = await Promise.all(shards.map((shard) => frameAt(c.env.DB, { shard: shardName(shard), at })));
  const known = await Promise.all(kept.flatMap((each) => each ?? []).map((each) => upTo(c.env.DB, each, at)));
  if (known.length === 0)
    throw new Refusal(404, `Nothing is stored of ${formatInstant(at)}: the network was not watching then.`);
  const places = new Map(known.flatMap((frame) => frame.places).map((place) => [place.id, place]));
  return { places: [...places.values()], services: known.flatMap(({ services }) => services) };
}
