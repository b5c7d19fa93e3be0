import type { Lane, PlaceId, RegionId } from "../../shared/schema/index.ts";
import { RegionId as RegionIds } from "../../shared/schema/index.ts";
import type { Env } from "./env.ts";

/** The name of a lane, and the one way to its Durable Object: only the first `get` ever made obeys the hint. */

/** `weur/60/0`: place, interval in seconds, number. */
export function laneName(
  place: PlaceId,
  { intervalSeconds, number }: Pick<Lane, "intervalSeconds" | "number">,
): string {
  return `${place}/${intervalSeconds}/${number}`;
}

/** The object that runs one part of a lane's slot. */
export const handName = (lane: string, part: number): string => `${lane}/${part}`;

/** The object of a place that looks when it is asked to. */
export const askedName = (place: PlaceId): string => `${place}/asked`;

export function laneStub(env: Env, place: PlaceId, name: string) {
  const hint = RegionIds.safeParse(place);
  const options = hint.success ? { locationHint: hint.data satisfies RegionId as DurableObjectLocationHint } : {};
  return env.REGION_PROBE.get(env.REGION_PROBE.idFromName(name), options);
}
