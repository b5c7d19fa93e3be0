import { reconnectPlan } from "../../../shared/recovery/reconnect.ts";
import type { ReconnectPlan, Recovery } from "../../../shared/schema/recovery.ts";
import { mulberry32 } from "../../support/random.ts";
import type { Policy } from "./policies.ts";

/**
 * Clients that lose their connection at once, and a service that comes back region by region. What it cannot serve in a
 * second fails, and being overrun costs it what it could have served: of load L at capacity C it serves C² / L.
 */
export type World = {
  readonly clients: number;
  /** Connections a second that the whole service can make. */
  readonly capacity: number;
  readonly regions: number;
  /** Second at which the first region is back, and seconds between one and the next. */
  readonly backAt: number;
  readonly everySeconds: number;
  /** Seconds until the network has seen that a region is back. */
  readonly seenAfter: number;
  readonly horizon: number;
  readonly seed: number;
};

export type Outcome = {
  /** Most tries within one second, from the first region's return on. */
  readonly peak: number;
  /** The same, from the loss on. */
  readonly peakEver: number;
  /** Seconds from the first region's return until 95 % of the clients are back; `null` when not within the horizon. */
  readonly seconds95: number | null;
  readonly tries: number;
  readonly asks: number;
};

export function simulate(world: World, policy: Policy): Outcome {
  const { clients, horizon } = world;
  const random = mulberry32(world.seed);
  const failures = new Uint16Array(clients);
  const asking = new Uint8Array(clients);
  /** The clients of each second as a chain: `first` by second, `after` by client; -1 ends it. */
  const first = new Int32Array(horizon + 1).fill(-1);
  const after = new Int32Array(clients).fill(-1);
  const schedule = (client: number, at: number, asks: boolean) => {
    const second = Math.min(horizon, Math.floor(at));
    asking[client] = asks ? 1 : 0;
    after[client] = first[second] ?? -1;
    first[second] = client;
  };
  for (let client = 0; client < clients; client++) {
    const { seconds, asks } = policy.next({ failures: 0, now: 0, hasPlan: false, plan: planAt(world, 0) }, random);
    schedule(client, seconds, asks);
  }
  let [peak, peakEver, tries, asked, back] = [0, 0, 0, 0, 0];
  let seconds95: number | null = null;
  for (let second = 0; second < horizon && back < clients; second++) {
    const plan = planAt(world, second);
    const trying: number[] = [];
    // A client that asks may have its turn within this very second: the chain is read until it stays empty.
    for (let client = first[second] ?? -1; client >= 0; client = first[second] ?? -1) {
      first[second] = after[client] ?? -1;
      if (asking[client] === 0) {
        trying.push(client);
        continue;
      }
      asked++;
      const move = policy.next({ failures: failures[client] ?? 0, now: second, hasPlan: true, plan }, random);
      schedule(client, Math.max(second + (move.asks ? 1 : 0), second + move.seconds), move.asks);
    }
    const load = trying.length;
    tries += load;
    peakEver = Math.max(peakEver, load);
    if (second >= world.backAt) peak = Math.max(peak, load);
    const capacity = capacityAt(world, second);
    const served = load <= capacity ? 1 : (capacity / load) ** 2;
    for (const client of trying) {
      if (random() < served) back++;
      else {
        failures[client] = (failures[client] ?? 0) + 1;
        const state = { failures: failures[client] ?? 0, now: second, hasPlan: false, plan };
        const { seconds, asks } = policy.next(state, random);
        schedule(client, Math.max(second + 1, second + seconds), asks);
      }
    }
    if (seconds95 === null && back >= 0.95 * clients) seconds95 = second - world.backAt;
  }
  return { peak, peakEver, seconds95, tries, asks: asked };
}

function regionsBack({ regions, backAt, everySeconds }: World, second: number): number {
  return second < backAt ? 0 : Math.min(regions, 1 + Math.floor((second - backAt) / everySeconds));
}

function capacityAt(world: World, second: number): number {
  return (world.capacity * regionsBack(world, second)) / world.regions;
}

/** The plan as it is handed out at a second: the network's own function of what its probes have seen. */
export function planAt(world: World, second: number): ReconnectPlan {
  const back = regionsBack(world, second - world.seenAfter);
  const names = Array.from({ length: world.regions }, (_, index) => `region-${index}`);
  const allAt = world.backAt + (world.regions - 1) * world.everySeconds + world.seenAfter;
  const stage = back === 0 ? "failing" : back < world.regions ? "returning" : "settling";
  const recovery: Recovery = {
    stage,
    advice: stage === "settling" ? "expect_stutters" : "wait",
    since: stage === "settling" ? allAt * 1_000 : null,
    progress: { back, of: world.regions, returned: names.slice(0, back), waiting: names.slice(back) },
    trend: { direction: "unknown", now: null, before: null, minutes: 10 },
    remaining: null,
    because: [],
  };
  return reconnectPlan(recovery, second * 1_000);
}
