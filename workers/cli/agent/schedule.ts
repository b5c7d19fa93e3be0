import { dueSlot, firstSlot } from "../../../shared/observe/slot.ts";
import type { AgentPlan, Lane, Round } from "../../../shared/schema/index.ts";
import { type Delivered, retryAfterMs } from "./deliver.ts";
import { laneName, type RoundOptions, runRound } from "./run-round.ts";
import { childOf, wait } from "./wait.ts";

/**
 * When an agent looks: every lane at its own slots, and all of them at once when it is asked to look once. Looking never
 * waits for delivering. A slot that went by unrun is counted as missed, never as down.
 */

export type Work = Pick<RoundOptions, "region" | "controls" | "allowPrivate" | "context" | "certificates"> & {
  readonly keep: (round: Round) => void;
  readonly deliver: () => Promise<Delivered>;
  /** The plan as it is now; `null` when the network does not say. */
  readonly renew: () => Promise<AgentPlan | null>;
  readonly say: (words: string) => void;
  readonly stop: AbortSignal;
};

/** `barred`: why the network takes nothing more from this key. */
export type End = { readonly barred: string | null };

export async function runOnce(plan: AgentPlan, work: Work): Promise<End> {
  const now = work.context.now();
  const rounds = await Promise.all(
    plan.lanes.map((lane) => {
      const slotMs = lane.intervalSeconds * 1_000;
      const slot = firstSlot({ lane: laneName(work.region, lane), now, slotMs }) - slotMs;
      return runRound({ ...work, lane, slot, missed: 0, spread: false });
    }),
  );
  for (const round of rounds) work.keep(round);
  const { stopped } = await work.deliver();
  if (stopped?.kind === "away") work.say(`the network is away: ${stopped.because}`);
  return { barred: stopped?.kind === "barred" ? stopped.because : null };
}

export async function runSchedule(first: AgentPlan, work: Work): Promise<End> {
  const ending = childOf(work.stop);
  const stop = ending.signal;
  let plan = first;
  let lanes = startLanes(plan, work, { stop, kick: () => courier.kick() });
  const courier = startCourier(work, {
    stop,
    async onVersion(version) {
      if (version === plan.version) return;
      const renewed = await work.renew();
      if (renewed === null || renewed.version === plan.version) return;
      lanes.stop();
      plan = renewed;
      work.say(`the plan has changed: ${plan.lanes.length} lanes`);
      lanes = startLanes(plan, work, { stop, kick: () => courier.kick() });
    },
  });
  courier.kick();
  const barred = await courier.ended;
  ending.abort();
  lanes.stop();
  return { barred };
}

/** One timer per lane. The name of a lane fixes its slots, so that a restart goes on with the same ones. */
function startLanes(
  plan: AgentPlan,
  work: Work,
  { stop, kick }: { stop: AbortSignal; kick: () => void },
): { stop(): void } {
  const retired = childOf(stop);
  for (const lane of plan.lanes) void runLane(lane, work, { stop: retired.signal, kick });
  return { stop: () => retired.abort() };
}

async function runLane(lane: Lane, work: Work, { stop, kick }: { stop: AbortSignal; kick: () => void }): Promise<void> {
  const slotMs = lane.intervalSeconds * 1_000;
  let plannedAt = firstSlot({ lane: laneName(work.region, lane), now: work.context.now(), slotMs });
  while (await wait(plannedAt - work.context.now(), stop)) {
    const { slot, missed, next } = dueSlot({ plannedAt, now: Math.max(plannedAt, work.context.now()), slotMs });
    plannedAt = next;
    try {
      const round = await runRound({ ...work, lane, slot, missed, spread: true });
      if (!stop.aborted) work.keep(round);
      kick();
    } catch (error) {
      // The next slot comes; a slot that could not be run is silence, and silence is counted by whoever listens.
      work.say(
        `a slot of ${laneName(work.region, lane)} was lost: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** Delivers whenever there is something, one delivery at a time, and waits longer each time the network is away. */
function startCourier(
  work: Work,
  { stop, onVersion }: { stop: AbortSignal; onVersion: (version: string) => Promise<void> },
): { kick(): void; readonly ended: Promise<string | null> } {
  let failures = 0;
  let wake: () => void = () => undefined;
  let isAsked = false;
  const loop = async (): Promise<string | null> => {
    while (!stop.aborted) {
      isAsked = false;
      const { sent, stopped, planVersion } = await work.deliver();
      if (stopped?.kind === "barred") return stopped.because;
      if (stopped === null && failures > 0) work.say(`the network is back: ${sent} rounds handed over`);
      failures = stopped === null ? 0 : failures + 1;
      if (failures === 1) work.say(`the network is away, rounds are kept: ${stopped?.because}`);
      if (planVersion !== null) await onVersion(planVersion);
      if (failures > 0) await wait(retryAfterMs(failures), stop);
      else if (!isAsked && !stop.aborted)
        await new Promise<void>((resolve) => {
          wake = () => {
            stop.removeEventListener("abort", wake);
            resolve();
          };
          stop.addEventListener("abort", wake);
        });
    }
    return null;
  };
  const kick = () => {
    isAsked = true;
    wake();
  };
  return { kick, ended: loop() };
}
