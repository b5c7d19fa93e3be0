import type { FoldOutput } from "../../shared/evaluate.ts";
import { fold } from "../../shared/fold.ts";
import { DEFAULT_MODEL, type Model } from "../../shared/fuse/model.ts";
import type { ServiceFacts } from "../../shared/fuse/service.ts";
import { type Network, openNetwork } from "../../shared/network.ts";
import type {
  Cause,
  EndpointId,
  FoldEvent,
  Incident,
  IncidentEvent,
  Observation,
  Outcome,
  ServiceId,
  Verdict,
} from "../../shared/schema/index.ts";
import { RegionId } from "../../shared/schema/index.ts";
import type { Reach } from "../../shared/schema/observation.ts";
import { mulberry32 } from "./random.ts";
import { type Crowd, noticeOf, reportsOf, type Statement } from "./voices.ts";

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
  /** Causes with their shares, where an outage shows itself in several ways. */
  readonly causes?: readonly (readonly [cause: Cause, share: number])[];
  /** `stalled`: the probe's clock stands still, and so do the times it writes. */
  readonly outcome?: Outcome | "silent" | "stalled";
  readonly rate?: number;
  readonly slowBy?: number;
  /** Controls fail as well: the probe is ill. */
  readonly probe?: boolean;
  /** Only people notice it: probes see nothing. */
  readonly hidden?: boolean;
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
  /** Spread of ln(latency), and the share of looks that take four to twenty times as long although all is well. */
  readonly latency?: { readonly spread: number; readonly tail: number };
  readonly intervalMs?: number;
  /** `false`: no probe looks at control targets. */
  readonly controls?: boolean;
  readonly crowds?: readonly Crowd[];
  readonly notices?: readonly Statement[];
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
  const voices = [
    ...(world.crowds ?? []).flatMap((crowd) => reportsOf(crowd, { start: START, minutes: world.minutes, random })),
    ...(world.notices ?? []).map((statement) => noticeOf(statement, START)),
  ];
  return voices.length === 0 ? events : [...events, ...voices].sort((a, b) => a.at - b.at);
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
  const { world, region, minute, random } = options;
  const active = (world.faults ?? []).filter(
    (fault) => !fault.hidden && minute >= fault.from && minute < fault.to && (fault.in?.includes(region) ?? true),
  );
  if (active.some(({ outcome }) => outcome === "silent")) return [];
  const stalled = active.find(({ outcome }) => outcome === "stalled");
  const at = stalled === undefined ? options.at : START + stalled.from * MINUTE;
  const looks = Object.entries(world.services).flatMap(([service, endpoints]) =>
    endpoints.map((endpoint): FoldEvent => {
      const faults = active.filter(
        (fault) =>
          fault.probe ||
          ((fault.service ?? service) === service &&
            (fault.endpoints?.includes(endpoint) ?? true) &&
            fault !== stalled),
      );
      const target = { service: id(service), endpoint: id(endpoint), provider: world.providers?.[service] ?? null };
      return { type: "observation", ...target, region, at, ...lookOf(faults, world, random) };
    }),
  );
  return world.controls === false ? looks : [...controlsOf({ world, region, at, active, random }), ...looks];
}

/** What one look shows: the first fault that hits it, else a transient failure, else a pass. */
function lookOf(
  faults: readonly Fault[],
  { noise = 0, latency }: Pick<World, "noise" | "latency">,
  random: () => number,
): Pick<Observation, "outcome" | "cause" | "latencyMs"> {
  const hit = faults.find(({ rate }) => random() < (rate ?? 1));
  const transient = random() < noise;
  // Three even draws add up to nearly a normal one, with a spread of a half.
  const spread = latency === undefined ? 0.25 : 2 * latency.spread;
  const late = latency !== undefined && random() < latency.tail ? 4 + 16 * random() : 1;
  const latencyMs = 80 * late * Math.exp(spread * (random() + random() + random() - 1.5)) * (hit?.slowBy ?? 1);
  if (hit !== undefined && hit.slowBy === undefined) {
    const outcome = hit.outcome === "inconclusive" ? "inconclusive" : "fail";
    return { outcome, cause: drawn(hit.causes, random) ?? hit.cause ?? "origin_error", latencyMs };
  }
  return transient ? { outcome: "fail", cause: "connect_timeout", latencyMs } : { outcome: "pass", latencyMs };
}

function drawn(causes: Fault["causes"], random: () => number): Cause | undefined {
  if (causes === undefined) return undefined;
  let left = random() * causes.reduce((sum, [, share]) => sum + share, 0);
  return causes.find(([, share]) => {
    left -= share;
    return left < 0;
  })?.[0];
}

function controlsOf(options: {
  world: World;
  region: string;
  at: number;
  active: readonly Fault[];
  random: () => number;
}): FoldEvent[] {
  const { world, region, at, active, random } = options;
  const reach = world.reach ?? "internet";
  const ill = active.filter(({ probe, slowBy }) => probe && slowBy === undefined);
  return (reach === "private" ? ["self"] : CONTROLS).map((provider) => {
    const fails = ill.some(({ rate }) => random() < (rate ?? 1));
    return { type: "control", control: provider, provider, reach, region, at, outcome: fails ? "fail" : "pass" };
  });
}
