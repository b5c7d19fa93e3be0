import { judgeHeartbeat } from "../../shared/observe/heartbeat.ts";
import { HUB, type Observation, type Round } from "../../shared/schema/index.ts";
import { HEARTBEAT_LOOK_SECONDS } from "../../shared/schema/limits.ts";
import type { Env } from "./env.ts";
import { type Awaited, awaitedHeartbeats, heartbeatsOf } from "./store/heartbeats.ts";
import { insertRound } from "./store/rounds.ts";
import { tellRound } from "./tell.ts";

/**
 * Looks once a minute at which services have called. What is seen is a round like any other, of a place of its own, the
 * hub: stored, folded, and judged with the same doubts. When all heartbeats stop at once, the hub itself is suspected.
 */
export async function lookForHeartbeats(env: Env, now: number): Promise<void> {
  const awaited = await awaitedHeartbeats(env.DB);
  const tokens = new Set(awaited.map(({ check }) => check.tokenSha256));
  const heartbeats = await heartbeatsOf(env.DB, tokens, now);
  const observations = awaited.flatMap(({ service, endpoint, check }: Awaited): Observation[] => {
    const heartbeat = heartbeats.get(check.tokenSha256);
    if (heartbeat === undefined) return [];
    return [{ service, endpoint, region: HUB, colo: null, at: now, ...judgeHeartbeat(check, heartbeat, now) }];
  });
  if (observations.length === 0) return;
  const slotMs = HEARTBEAT_LOOK_SECONDS * 1_000;
  const round: Round = {
    region: HUB,
    lane: `${HUB}/${HEARTBEAT_LOOK_SECONDS}/0`,
    slot: now,
    startedAt: now,
    finishedAt: now,
    slotMs,
    missed: 0,
    colo: null,
    realised: "hub",
    simulated: false,
    observations,
    controls: [],
  };
  // Detection goes on while D1 takes nothing: the next minute's round says the same.
  const [stored, told] = await Promise.allSettled([insertRound(env.DB, round), tellRound(env, round)]);
  for (const beat of [stored, told]) if (beat.status === "rejected") throw beat.reason;
}
