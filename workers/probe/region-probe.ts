import { DurableObject } from "cloudflare:workers";
import { dueSlot, firstSlot } from "../../shared/observe/slot.ts";
import type { Assignment, Colo, Lane, Looks, PlaceId, Round, Target } from "../../shared/schema/index.ts";
import { createSemaphore } from "../../shared/semaphore.ts";
import { type Alerts, createAlerts } from "./alerts.ts";
import { type Config, parseConfig, realisedAs } from "./config.ts";
import type { Env } from "./env.ts";
import { followUp } from "./follow-up.ts";
import { handOver } from "./hand-over.ts";
import { handName, laneName, laneStub } from "./lane.ts";
import { runLane } from "./lane-run.ts";
import { COLO_EVERY_ROUNDS, CONCURRENCY } from "./limits.ts";
import { askPlaced, type PlacedSighting, sightFrom } from "./placed.ts";
import { roundPorts } from "./ports.ts";
import { extraRequest, roundRequest, slotMsOf } from "./request.ts";
import type { Look, RoundRequest } from "./run-round.ts";
import { type LaneState, readLaneState, writeLaneState } from "./store/lane-state.ts";
import { createOutbox, type Outbox } from "./store/outbox.ts";
import { insertRound } from "./store/rounds.ts";

type Kept = { readonly outbox: Outbox; state: LaneState | null };

export type LookNow = {
  readonly place: PlaceId;
  readonly assignments: readonly Assignment[];
  /** Now, by the clock of whoever asks, in milliseconds. */
  readonly now: number;
  readonly publicOnly: boolean;
};

/** One slot as it is due. */
type Due = { readonly slot: number; readonly missed: number; readonly now: number };

/**
 * One lane of one region's probe. Its alarm is the schedule and the alarm's own time is the slot, so that a restart
 * forgets nothing and costs no row. An alarm sets its successor first and never throws: a lost alarm would be silence.
 * The same class lends a lane its hands and looks when it is asked to; then it has no alarm and keeps nothing.
 */
export class RegionProbe extends DurableObject<Env> {
  readonly #config: Config;
  readonly #admit = createSemaphore(CONCURRENCY);
  /** What failed when it was last looked at; lost with the memory, and then told once more. */
  readonly #failing = new Set<string>();
  #kept: Kept | null = null;
  #colo: Colo | null = null;
  #rounds = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
  }

  /** Called by the watchdog every minute; `false` when the lane does not have this version of its checks. */
  async tend({ version, now }: { version: string; now: number }): Promise<boolean> {
    const { state } = this.#lane();
    if (state?.version !== version) return false;
    await this.watch({ ...state, now });
    return true;
  }

  /** Called by the watchdog: takes over changed checks, sees that an alarm is set, and runs a slot that is overdue. */
  async watch(watched: { place: PlaceId; version: string; lane: Lane; now: number }): Promise<void> {
    const { place, version, lane, now } = watched;
    if (this.#lane().state?.version !== version) this.#remember({ place, version, lane });
    const plannedAt = await this.ctx.storage.getAlarm();
    if (plannedAt === null)
      await this.ctx.storage.setAlarm(
        firstSlot({ lane: laneName(place, lane), now, slotMs: slotMsOf(lane, this.#config) }),
      );
    else if (plannedAt <= now) await (await this.#answer(plannedAt, now)).followedUp;
  }

  /** The next alarm comes only when this one has returned, so what is looked at again is left to run beside it. */
  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    const now = Date.now();
    const { followedUp } = await this.#answer(info?.scheduledTime ?? now, now);
    this.ctx.waitUntil(followedUp);
  }

  /** A hand's work: the looks of one part of a lane's slot. */
  async sight(request: RoundRequest): Promise<PlacedSighting> {
    return this.#sight(request);
  }

  /** Looks that somebody asked for now. */
  async lookNow({ publicOnly, ...asked }: LookNow): Promise<PlacedSighting> {
    const config = publicOnly ? { ...this.#config, allowPrivate: "none" as const } : this.#config;
    return this.#sight(extraRequest({ ...asked, colo: this.#colo, config }));
  }

  async #answer(plannedAt: number, now: number): Promise<{ followedUp: Promise<unknown> }> {
    const { state } = this.#lane();
    if (state === null) return { followedUp: Promise.resolve() };
    const { slot, missed, next } = dueSlot({ plannedAt, now, slotMs: slotMsOf(state.lane, this.#config) });
    await this.ctx.storage.setAlarm(next);
    const followUps: Promise<void>[] = [];
    try {
      const alerts = this.#alertsOf(state, { slot, missed, now }, followUps);
      await this.#hand(await this.#look(state, { slot, missed, now }, alerts));
      await alerts.settled();
    } catch (error) {
      // The next slot is set; a slot that could not be run is silence, and silence is counted by whoever listens.
      console.error("slot lost", { lane: laneName(state.place, state.lane), slot, error: String(error) });
    }
    return { followedUp: Promise.all(followUps) };
  }

  async #look(state: LaneState, { slot, missed, now }: Due, alerts: Alerts): Promise<Round> {
    const { place, lane } = state;
    const name = laneName(place, lane);
    const request = roundRequest({ place, lane, slot, now, colo: this.#colo, config: this.#config });
    const sighting = await runLane(lane, request, {
      here: (mine) => this.#sight(mine, alerts.seen),
      hand: async (part, theirs) => laneStub(this.env, place, handName(name, part)).sight(theirs),
      sleep: (ms) => scheduler.wait(ms),
      onLook: alerts.seen,
      onLost: (part, error) => console.warn("part of a slot lost", { lane: name, slot, part, error: String(error) }),
    });
    return {
      region: place,
      lane: name,
      slot,
      startedAt: now,
      finishedAt: sighting.finishedAt,
      slotMs: slotMsOf(lane, this.#config),
      missed,
      colo: sighting.colo,
      realised: realisedAs(place, this.#config),
      simulated: this.#config.simulated,
      observations: sighting.observations,
      controls: sighting.controls,
    };
  }

  /** Makes looks from this place: here, or by the copy that is placed there, whose looks are heard of when all are made. */
  async #sight(request: RoundRequest, onLook?: (look: Look) => void): Promise<PlacedSighting> {
    if (this.#rounds++ % COLO_EVERY_ROUNDS === 0) this.#colo = null;
    const asked = { ...request, colo: request.colo ?? this.#colo };
    const copy = this.#config.placed.get(request.region);
    const ports = { ...roundPorts(this.#config, request.region), admit: this.#admit };
    const sighting = copy
      ? await askPlaced(copy, asked)
      : await sightFrom(asked, onLook === undefined ? ports : { ...ports, onLook });
    this.#colo = sighting.colo;
    if (copy) for (const control of sighting.controls) onLook?.({ type: "control", control });
    if (copy) for (const observation of sighting.observations) onLook?.({ type: "observation", observation });
    return sighting;
  }

  #alertsOf(state: LaneState, { now }: Due, followUps: Promise<void>[]): Alerts {
    const beganAt = performance.now();
    const clock = () => Math.round(now + (performance.now() - beganAt));
    const onLost = (error: unknown) =>
      console.warn("not told at once", { lane: laneName(state.place, state.lane), error: String(error) });
    return createAlerts(this.#failing, {
      send: (looks) => this.#tellLooks(state, { ...looks, extra: false }),
      onWish: (again) => {
        const assignments = assignmentsOf(state.lane, again);
        if (assignments.length > 0) followUps.push(this.#followUp(state, assignments, clock).catch(onLost));
      },
      onLost,
    });
  }

  async #followUp(state: LaneState, assignments: readonly Assignment[], clock: () => number): Promise<void> {
    await followUp(assignments, {
      look: async (left) => {
        const asked = { place: state.place, assignments: left, now: clock(), colo: this.#colo, config: this.#config };
        const { observations, controls } = await this.#sight(extraRequest(asked));
        for (const { service, endpoint, outcome } of observations)
          if (outcome === "pass") this.#failing.delete(`${service}/${endpoint}`);
        await this.#tellLooks(state, { observations, controls, extra: true });
        return observations;
      },
      sleep: (ms) => scheduler.wait(ms),
      steady: () => performance.now(),
      speed: this.#config.speed,
    });
  }

  async #tellLooks({ place }: LaneState, looks: Omit<Looks, "region" | "simulated">): Promise<readonly Target[]> {
    const { again } = await this.env.AGGREGATOR.alert({ region: place, simulated: this.#config.simulated, ...looks });
    return again;
  }

  async #hand(round: Round): Promise<void> {
    const { outbox, state } = this.#lane();
    const { planVersion, failures } = await handOver(round, outbox, {
      store: (entry) => insertRound(this.env.DB, entry),
      tell: (entry) => this.env.AGGREGATOR.tell(entry),
    });
    for (const failure of failures) console.warn("round kept in the outbox", { lane: round.lane, failure });
    if (planVersion !== null && planVersion !== state?.version) await this.#renew();
  }

  /** The plan has changed: take over this lane's new checks, or retire when the lane is no longer needed. */
  async #renew(): Promise<void> {
    const { state, outbox } = this.#lane();
    if (state === null) return;
    const { place, lane } = state;
    const { version, lanes } = await this.env.AGGREGATOR.plan({ simulated: this.#config.simulated });
    const mine = lanes.find(
      ({ intervalSeconds, number }) => intervalSeconds === lane.intervalSeconds && number === lane.number,
    );
    if (mine) this.#remember({ place, version, lane: mine });
    else if (outbox.size() === 0) {
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
      this.#kept = null;
    }
  }

  /** What a lane keeps; read when it is first needed, so that a hand has no storage at all. */
  #lane(): Kept {
    this.#kept ??= { outbox: createOutbox(this.ctx.storage.sql), state: readLaneState(this.ctx.storage.sql) };
    return this.#kept;
  }

  #remember(state: LaneState): void {
    const kept = this.#lane();
    writeLaneState(this.ctx.storage.sql, state);
    kept.state = state;
  }
}

function assignmentsOf(lane: Lane, targets: readonly Target[]): Assignment[] {
  return lane.assignments.filter(({ service, endpoint }) =>
    targets.some((target) => target.service === service && target.endpoint === endpoint),
  );
}
