import type { FoldOutput } from "../../shared/evaluate.ts";
import { foldAlert } from "../../shared/follow-up.ts";
import { DEFAULT_MODEL } from "../../shared/fuse/model.ts";
import { foldRound, foldTime, openLedger } from "../../shared/ledger.ts";
import { FOLLOW_UP_AFTER_MS } from "../../shared/observe/limits.ts";
import { firstSlot } from "../../shared/observe/slot.ts";
import type { Looks, Observation, PlaceId, Round, Target } from "../../shared/schema/index.ts";
import { RegionId } from "../../shared/schema/index.ts";
import { mulberry32 } from "./random.ts";
import { id, MINUTE, START } from "./timeline.ts";

/**
 * A network that looks again, on simulated time: every region's rounds at its own phase, a failure told when it is seen,
 * and whatever the fold then wishes for looked at in its turn. What a look shows is a function of place, target and time.
 */

export type Shows = (target: Target, region: PlaceId, at: number, random: () => number) => Observation["outcome"];

export type Lived = {
  readonly outputs: readonly FoldOutput[];
  /** Looks of the schedule and besides it, by service and by region. */
  readonly regular: ReadonlyMap<string, number>;
  readonly extra: ReadonlyMap<string, number>;
  readonly firstFailureAt: number | null;
};

type Due = { readonly at: number; readonly run: () => void };

/** Milliseconds between a failure and the aggregator's answer to it, and until a region that was asked has looked. */
const TOLD_MS = 200;
const ASKED_MS = 400;

export function live(options: {
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly minutes: number;
  readonly shows: Shows;
  readonly adaptive?: boolean;
}): Lived {
  const { services, minutes, shows, adaptive = true } = options;
  const random = mulberry32(7);
  const targets = Object.entries(services).flatMap(([service, endpoints]) =>
    endpoints.map((endpoint): Target => ({ service: id(service), endpoint: id(endpoint) })),
  );
  const ledger = openLedger(
    DEFAULT_MODEL,
    Object.entries(services).map(([service, endpoints]) => ({
      id: id(service),
      endpoints: endpoints.map((endpoint) => ({ id: id(endpoint), essential: true, intervalMs: MINUTE })),
    })),
  );
  const outputs: FoldOutput[] = [];
  const counts = { regular: new Map<string, number>(), extra: new Map<string, number>() };
  let firstFailureAt: number | null = null;
  const queue: Due[] = [];
  const plan = (due: Due) => {
    const index = queue.findIndex(({ at }) => at > due.at);
    queue.splice(index < 0 ? queue.length : index, 0, due);
  };
  const look = (target: Target, region: PlaceId, at: number, kind: "regular" | "extra"): Observation => {
    const outcome = shows(target, region, at, random);
    for (const name of [target.service, region, "all"]) counts[kind].set(name, (counts[kind].get(name) ?? 0) + 1);
    if (outcome === "fail") firstFailureAt ??= at;
    const cause = { pass: null, fail: "origin_error", inconclusive: "blocked" } as const;
    return { ...target, region, at, outcome, cause: cause[outcome], latencyMs: 40, provider: target.service };
  };
  const controls = (region: PlaceId, at: number) =>
    ["google", "azure"].map((provider) => ({
      control: provider,
      provider,
      reach: "internet" as const,
      region,
      at,
      outcome: "pass" as const,
    }));
  const tell = (looks: Looks, at: number) => {
    const { outputs: said, wishes } = foldAlert(ledger, looks);
    outputs.push(...said);
    if (wishes.again.length > 0) again(wishes.again, { region: looks.region, at, step: 0 });
    for (const { regions, ...target } of wishes.ask) {
      for (const region of regions) plan({ at: at + ASKED_MS, run: () => extra([target], region, at + ASKED_MS) });
    }
  };
  const extra = (wanted: readonly Target[], region: PlaceId, at: number): Observation[] => {
    const observations = wanted.map((target) => look(target, region, at, "extra"));
    tell({ region, simulated: false, extra: true, observations, controls: controls(region, at) }, at);
    return observations;
  };
  const again = (wanted: readonly Target[], { region, at, step }: { region: PlaceId; at: number; step: number }) => {
    const afterMs = FOLLOW_UP_AFTER_MS[step];
    if (afterMs === undefined) return;
    plan({
      at: at + afterMs,
      run: () => {
        const left = extra(wanted, region, at + afterMs).filter(({ outcome }) => outcome === "fail");
        if (left.length > 0) again(left, { region, at, step: step + 1 });
      },
    });
  };
  for (const region of RegionId.options) {
    const first = firstSlot({ lane: `${region}/60/0`, now: START, slotMs: MINUTE });
    for (let slot = first; slot < START + minutes * MINUTE; slot += MINUTE) {
      queue.push({
        at: slot,
        run: () => {
          const observations = targets.map((target) => look(target, region, slot + 100, "regular"));
          const seen = controls(region, slot + 50);
          if (adaptive && observations.some(({ outcome }) => outcome === "fail"))
            tell({ region, simulated: false, extra: false, observations, controls: seen }, slot + TOLD_MS);
          outputs.push(...foldRound(ledger, roundAt(region, slot, observations, seen)));
        },
      });
    }
  }
  for (let minute = 1; minute <= minutes; minute++) {
    const at = START + minute * MINUTE;
    queue.push({ at, run: () => outputs.push(...foldTime(ledger, at)) });
  }
  queue.sort((a, b) => a.at - b.at);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) next.run();
  return { outputs, ...counts, firstFailureAt };
}

function roundAt(region: PlaceId, slot: number, observations: Observation[], controls: Round["controls"]): Round {
  return {
    region,
    lane: `${region}/60/0`,
    slot,
    startedAt: slot,
    finishedAt: slot + TOLD_MS,
    slotMs: MINUTE,
    missed: 0,
    realised: "durable-object",
    simulated: false,
    observations,
    controls,
  };
}

/** When incidents came to a phase, as milliseconds since the start. */
export function openedAt({ outputs }: Pick<Lived, "outputs">): number[] {
  return outputs.flatMap((output) =>
    output.type === "event" && output.event.kind === "incident.opened" ? [output.event.at] : [],
  );
}
