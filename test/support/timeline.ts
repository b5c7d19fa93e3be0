import { type FoldOutput, fold } from "../../shared/fold.ts";
import { DEFAULT_MODEL, type Model } from "../../shared/fuse/model.ts";
import type { ServiceFacts } from "../../shared/fuse/service.ts";
import { type Network, openNetwork } from "../../shared/network.ts";
import type {
  Cause,
  EndpointId,
  FoldEvent,
  Incident,
  IncidentEvent,
  Outcome,
  ServiceId,
  Verdict,
} from "../../shared/schema/index.ts";
import { RegionId } from "../../shared/schema/index.ts";
import type { Reach } from "../../shared/schema/observation.ts";

/** A seeded timeline of rounds: what every region saw of every endpoint at every minute, with faults drawn over it. */

export const START = 1_767_225_600_000;
export const MINUTE = 60_000;
export const REGIONS = RegionId.options;
const CONTROLS = ["cloudflare", "google", "mozilla", "apple", "azure", "aws"];

export type Fault = {
  readonly service?: string;
  readonly endpoints?: readonly string[];
  readonly in?: readonly string[];
  /** Minutes, the end excluded. */
  readonly from: number;
  readonly to: number;
  readonly cause?: Cause;
  readonly outcome?: Outcome | "silent";
  readonly rate?: number;
  readonly slowBy?: number;
  /** Controls fail as well: the probe is ill. */
  readonly probe?: boolean;
};

export type World = {
  readonly regions?: readonly string[];
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly minutes: number;
  /** Who hosts a service; itself where absent. */
  readonly providers?: Readonly<Record<string, string>>;
  readonly faults?: readonly Fault[];
  readonly reach?: Reach;
  readonly seed?: number;
  /** Chance of a transient failure per look. */
  readonly noise?: number;
  readonly intervalMs?: number;
};

export const id = (text: string) => text as ServiceId & EndpointId;

export function factsOf({ services, reach, intervalMs }: World): ServiceFacts[] {
  return Object.entries(services).map(([service, endpoints]) => ({
    id: id(service),
    reach: reach ?? "internet",
    endpoints: endpoints.map((endpoint) => ({ id: id(endpoint), essential: true, intervalMs: intervalMs ?? MINUTE })),
  }));
}

/** Every event of a world, in the order of time. */
export function eventsOf(world: World): FoldEvent[] {
  const random = mulberry32(world.seed ?? 1);
  const regions = world.regions ?? REGIONS;
  const interval = world.intervalMs ?? MINUTE;
  const events: FoldEvent[] = [];
  for (let slot = 0; slot * interval < world.minutes * MINUTE; slot++) {
    const minute = (slot * interval) / MINUTE;
    for (const [index, region] of regions.entries()) {
      const at = START + slot * interval + Math.floor((index / regions.length) * interval);
      events.push(...roundOf({ world, region, at, minute, random }));
    }
    events.push({ type: "tick", at: START + (slot + 1) * interval - 1 });
  }
  return events;
}

export type Story = {
  readonly network: Network;
  readonly verdicts: readonly Verdict[];
  readonly events: readonly IncidentEvent[];
  readonly incidents: readonly Incident[];
  /** Events of a kind, as minutes since the start. */
  minutesOf(kind: IncidentEvent["kind"]): number[];
};

export function play(
  world: World,
  options: { readonly model?: Model; readonly events?: readonly FoldEvent[] } = {},
): Story {
  const network = openNetwork(options.model ?? DEFAULT_MODEL, factsOf(world));
  return replay(network, options.events ?? eventsOf(world));
}

export function replay(network: Network, input: readonly FoldEvent[]): Story {
  const outputs: FoldOutput[] = input.flatMap((event) => [...fold(network, event)]);
  const events = outputs.flatMap((output) => (output.type === "event" ? output.event : []));
  const incidents = new Map(
    outputs.flatMap((output) => (output.type === "incident" ? [[output.incident.id, output.incident] as const] : [])),
  );
  return {
    network,
    verdicts: outputs.flatMap((output) => (output.type === "verdict" ? output.verdict : [])),
    events,
    incidents: [...incidents.values()],
    minutesOf: (kind) => events.filter((event) => event.kind === kind).map(({ at }) => (at - START) / MINUTE),
  };
}

function roundOf(options: {
  world: World;
  region: string;
  at: number;
  minute: number;
  random: () => number;
}): FoldEvent[] {
  const { world, region, at, minute, random } = options;
  const active = (world.faults ?? []).filter(
    (fault) => minute >= fault.from && minute < fault.to && (fault.in?.includes(region) ?? true),
  );
  if (active.some(({ outcome }) => outcome === "silent")) return [];
  const isIll = active.some(({ probe }) => probe);
  const reach = world.reach ?? "internet";
  const controls = (reach === "private" ? ["self"] : CONTROLS).map(
    (provider): FoldEvent => ({
      type: "control",
      control: provider,
      provider,
      reach,
      region,
      at,
      outcome: isIll ? "fail" : "pass",
    }),
  );
  const looks = Object.entries(world.services).flatMap(([service, endpoints]) =>
    endpoints.map((endpoint): FoldEvent => {
      const fault = active.find(
        (candidate) =>
          candidate.probe ||
          ((candidate.service ?? service) === service && (candidate.endpoints?.includes(endpoint) ?? true)),
      );
      const hit = fault !== undefined && random() < (fault.rate ?? 1);
      const transient = random() < (world.noise ?? 0);
      const latencyMs = 80 * Math.exp(0.25 * (random() + random() + random() - 1.5)) * (hit ? (fault.slowBy ?? 1) : 1);
      const look = {
        type: "observation" as const,
        service: id(service),
        endpoint: id(endpoint),
        region,
        at,
        latencyMs,
        provider: world.providers?.[service] ?? null,
      };
      if (hit && fault.slowBy === undefined)
        return {
          ...look,
          outcome: fault.outcome === "inconclusive" ? "inconclusive" : "fail",
          cause: fault.cause ?? "origin_error",
        };
      if (transient) return { ...look, outcome: "fail", cause: "connect_timeout" };
      return { ...look, outcome: "pass" };
    }),
  );
  return [...controls, ...looks];
}

/** A small seeded generator (mulberry32): the same seed gives the same timeline everywhere. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
