import { DurableObject } from "cloudflare:workers";
import { dueSlot, firstSlot } from "../../shared/observe/slot.ts";
import type { Colo, Lane, PlaceId, Round } from "../../shared/schema/index.ts";
import { type Config, parseConfig, realisedAs } from "./config.ts";
import type { Env } from "./env.ts";
import { handOver } from "./hand-over.ts";
import { laneName } from "./lane.ts";
import { COLO_EVERY_ROUNDS } from "./limits.ts";
import { askPlaced, sightFrom } from "./placed.ts";
import { roundPorts } from "./ports.ts";
import { roundRequest, slotMsOf } from "./request.ts";
import { type LaneState, readLaneState, writeLaneState } from "./store/lane-state.ts";
import { createOutbox, type Outbox } from "./store/outbox.ts";
import { insertRound } from "./store/rounds.ts";

/**
 * One lane of one region's probe. Its alarm is the schedule and the alarm's own time is the slot, so that a restart
 * forgets nothing and costs no row. An alarm sets its successor first and never throws: a lost alarm would be silence.
 */
export class RegionProbe extends DurableObject<Env> {
  readonly #config: Config;
  readonly #outbox: Outbox;
  #state: LaneState | null;
  #colo: Colo | null = null;
  #rounds = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
    this.#outbox = createOutbox(ctx.storage.sql);
    this.#state = readLaneState(ctx.storage.sql);
  }

  /** Called by the watchdog: takes over changed checks, sees that an alarm is set, and runs a slot that is overdue. */
  async watch({
    place,
    version,
    lane,
    now,
  }: {
    place: PlaceId;
    version: string;
    lane: Lane;
    now: number;
  }): Promise<void> {
    if (this.#state?.version !== version) this.#remember({ place, version, lane });
    const plannedAt = await this.ctx.storage.getAlarm();
    if (plannedAt === null)
      await this.ctx.storage.setAlarm(
        firstSlot({ lane: laneName(place, lane), now, slotMs: slotMsOf(lane, this.#config) }),
      );
    else if (plannedAt <= now) await this.#answer(plannedAt, now);
  }

  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    const now = Date.now();
    await this.#answer(info?.scheduledTime ?? now, now);
  }

  async #answer(plannedAt: number, now: number): Promise<void> {
    if (this.#state === null) return;
    const { slot, missed, next } = dueSlot({ plannedAt, now, slotMs: slotMsOf(this.#state.lane, this.#config) });
    await this.ctx.storage.setAlarm(next);
    try {
      await this.#hand(await this.#look(this.#state, { slot, missed, now }));
    } catch (error) {
      // The next slot is set; a slot that could not be run is silence, and silence is counted by whoever listens.
      console.error("slot lost", { lane: laneName(this.#state.place, this.#state.lane), slot, error: String(error) });
    }
  }

  async #look(
    { place, lane }: LaneState,
    { slot, missed, now }: { slot: number; missed: number; now: number },
  ): Promise<Round> {
    const copy = this.#config.placed.get(place);
    if (this.#rounds++ % COLO_EVERY_ROUNDS === 0) this.#colo = null;
    const request = roundRequest({ place, lane, slot, now, colo: this.#colo, config: this.#config });
    const sighting = copy ? await askPlaced(copy, request) : await sightFrom(request, roundPorts(this.#config, place));
    this.#colo = sighting.colo;
    return {
      region: place,
      lane: laneName(place, lane),
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

  async #hand(round: Round): Promise<void> {
    const { planVersion, failures } = await handOver(round, this.#outbox, {
      store: (entry) => insertRound(this.env.DB, entry),
      tell: (entry) => this.env.AGGREGATOR.tell(entry),
    });
    for (const failure of failures) console.warn("round kept in the outbox", { lane: round.lane, failure });
    if (planVersion !== null && planVersion !== this.#state?.version) await this.#renew();
  }

  /** The plan has changed: take over this lane's new checks, or retire when the lane is no longer needed. */
  async #renew(): Promise<void> {
    if (this.#state === null) return;
    const { place, lane } = this.#state;
    const { version, lanes } = await this.env.AGGREGATOR.plan({ simulated: this.#config.simulated });
    const mine = lanes.find(
      ({ intervalSeconds, number }) => intervalSeconds === lane.intervalSeconds && number === lane.number,
    );
    if (mine) this.#remember({ place, version, lane: mine });
    else if (this.#outbox.size() === 0) {
      await this.ctx.storage.deleteAll();
      this.#state = null;
    }
  }

  #remember(state: LaneState): void {
    writeLaneState(this.ctx.storage.sql, state);
    this.#state = state;
  }
}
