import { DurableObject } from "cloudflare:workers";
import { z } from "zod";
import type { FoldOutput } from "../../shared/evaluate.ts";
import { factsOf } from "../../shared/facts.ts";
import { foldAlert } from "../../shared/follow-up.ts";
import { type Heard, type HeardBy, heardOf } from "../../shared/heard.ts";
import { foldNotices, foldRound, foldTime, redeclare } from "../../shared/ledger.ts";
import { evidenceOf } from "../../shared/readout.ts";
import { ServiceId } from "../../shared/schema/ids.ts";
import { type Event, Evidence, Notice, type ReportBatch } from "../../shared/schema/index.ts";
import type { Looks, Target } from "../../shared/schema/looks.ts";
import type { Round } from "../../shared/schema/round.ts";
import { Snapshot, type SnapshotWire } from "../../shared/schema/snapshot.ts";
import { snapshotOf } from "../../shared/snapshot.ts";
import { voicesOf } from "../../shared/voices.ts";
import { aboutOf } from "./about.ts";
import type { AskNow } from "./ask.ts";
import { type Config, parseConfig } from "./config.ts";
import { announce } from "./deliveries/fan-out.ts";
import type { Env } from "./env.ts";
import { assignmentsOf } from "./facts.ts";
import { D1_BATCH, SAVE_EVERY_MS, SNAPSHOT_MIN_GAP_MS } from "./limits.ts";
import { keepExtra, type Memory, recall, remember, takeReports } from "./memory.ts";
import { occasionsOf, warningsOf } from "./occasions.ts";
import { Publisher } from "./publisher.ts";
import { type ReportsNow, reportsNow, storeReports } from "./reports/held-minutes.ts";
import { type Shard, shardName, shardNamed } from "./shard.ts";
import { insertExtraLooks } from "./store/extra-looks.ts";
import { countEvents, eventRecord, recordsOf } from "./store/records.ts";
import { listServices, servicesVersion } from "./store/services.ts";
import { createFusionStore, type FusionStore } from "./store/state.ts";
import { writeRecords } from "./store/write-records.ts";

/**
 * The single writer of the verdicts and incidents of its shard. State and records are saved together before D1 is told,
 * so a crash loses neither; what it loses of the last minute's beliefs is folded again from the rounds in D1.
 */
export class Fusion extends DurableObject<Env> {
  readonly #config: Config;
  readonly #shard: Shard;
  readonly #store: FusionStore;
  readonly #publisher: Publisher;
  #memory: Memory | null = null;
  #savedAt = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
    this.#shard = shardNamed(ctx.id.name);
    this.#store = createFusionStore(ctx.storage.sql);
    this.#publisher = new Publisher({ kv: env.SNAPSHOTS, shard: this.#shard, store: this.#store });
    ctx.blockConcurrencyWhile(() => this.#wake());
  }

  /** Folds one round; a round that was folded before changes nothing. */
  async ingest(round: Round): Promise<{ planVersion: string }> {
    const memory = this.#awake();
    const outputs = foldRound(memory.ledger, round);
    const { events, said } = warningsOf(round.observations, memory);
    memory.said = said;
    await this.#commit(outputs, events);
    return { planVersion: memory.version };
  }

  /**
   * Folds what failed while a round is under way, or what was seen besides the schedule. Whoever told it waits for what to
   * look at next, so the answer does not wait for D1.
   */
  async alert(looks: Looks): Promise<{ again: Target[]; ask: AskNow[] }> {
    const memory = this.#awake();
    const { outputs, wishes } = foldAlert(memory.ledger, looks);
    keepExtra(memory, looks);
    this.ctx.waitUntil(this.#commit(outputs));
    const assignments = memory.services.flatMap(assignmentsOf);
    const ask = wishes.ask.flatMap(({ service, endpoint, regions }) => {
      const assignment = assignments.find((each) => each.service === service && each.endpoint === endpoint);
      return assignment === undefined ? [] : [{ assignment, regions }];
    });
    return { again: wishes.again, ask };
  }

  /** Takes in what vendors say of themselves; a word that was told before is no news. */
  async hear(words: z.input<typeof Notice>[]): Promise<void> {
    await this.#commit(foldNotices(this.#awake().ledger, z.array(Notice).parse(words)));
  }

  /** Takes in what people report, counted. Answers up to which mark of that intake all is taken, once it is kept. */
  async report(batch: ReportBatch): Promise<number> {
    const memory = this.#awake();
    const { taken, upTo, outputs } = takeReports(memory, batch);
    if (!taken) return upTo;
    this.#store.note(batch);
    this.ctx.waitUntil(this.#commit(outputs));
    return upTo;
  }

  /** Time has passed. `now` in milliseconds. */
  async tick(now: number): Promise<void> {
    await this.#renew();
    const memory = this.#awake();
    const outputs = foldTime(memory.ledger, now);
    const { events, said } = occasionsOf({ ...memory, shard: this.#shard, now });
    memory.said = said;
    await this.#commit(outputs, events);
    await this.#storeExtras(now);
    await this.#storeReports(now);
    await this.#flush();
    // What was held back between two publications is out by the end of the minute.
    await this.#publish(memory, 0);
  }

  /** What is known now, as it is published. */
  snapshot(): SnapshotWire {
    const { ledger, services } = this.#awake();
    return z.encode(Snapshot, snapshotOf(ledger, services));
  }

  /** The votes behind the verdict of one service, and everybody who speaks about it. */
  evidence(service: string): z.input<typeof Evidence> {
    const { ledger } = this.#awake();
    const id = ServiceId.parse(service);
    const votes = [...evidenceOf(ledger.network, id)];
    return z.encode(Evidence, { asOf: ledger.asOf, votes, voices: voicesOf(ledger.network, id, votes) });
  }

  /** What people and the vendor say of a service, for somebody in a country and network. */
  heard(service: string, by: HeardBy): Heard {
    return heardOf(this.#awake().ledger.network, ServiceId.parse(service), by);
  }

  /** The newest minutes of a service's reports, which D1 may not have yet, and what is usual. */
  reports(service: string): ReportsNow {
    return reportsNow(this.#awake(), service);
  }

  async #wake(): Promise<void> {
    const { memory, outputs } = await recall({
      db: this.env.DB,
      store: this.#store,
      shard: this.#shard,
      config: this.#config,
    });
    this.#memory = memory;
    this.#savedAt = memory.ledger.asOf;
    await this.#commit(outputs);
  }

  #awake(): Memory {
    if (this.#memory === null) throw new Error("the fusion object was used before it woke");
    return this.#memory;
  }

  /** Takes over a changed catalogue. With D1 away the one it has stays in force. */
  async #renew(): Promise<void> {
    const memory = this.#awake();
    try {
      const version = await servicesVersion(this.env.DB);
      if (version === memory.version) return;
      memory.services = await listServices(this.env.DB, this.#shard);
      memory.version = version;
      redeclare(
        memory.ledger,
        memory.services.map((service) => factsOf(service, memory.speed)),
      );
      this.#publisher.isChanged = true;
    } catch (error) {
      console.warn("catalogue not renewed", { shard: shardName(this.#shard), error: String(error) });
    }
  }

  /** State, incidents and what is told of them, together or not at all. `events`: what is told besides incidents. */
  async #commit(outputs: readonly FoldOutput[], events: readonly Event[] = []): Promise<void> {
    const memory = this.#awake();
    const { asOf } = memory.ledger;
    const isNews = outputs.length + events.length > 0;
    if (isNews) {
      const about = aboutOf(memory, { simulated: this.#shard.simulated, now: Date.now() });
      this.#publisher.isChanged ||= outputs.length > 0;
      this.#store.keep([...recordsOf(outputs, about), ...events.map((event) => eventRecord(event, about.now))]);
      say(outputs);
    }
    if (isNews || asOf - this.#savedAt >= SAVE_EVERY_MS / memory.speed) {
      remember(this.#store, memory);
      this.#savedAt = asOf;
    }
    if (isNews) await this.#flush();
    await this.#publish(memory, this.#publisher.isChanged ? SNAPSHOT_MIN_GAP_MS : this.#config.snapshotMs);
  }

  /** One row for all the looks of a minute that were made besides the schedule; with D1 away they wait. */
  async #storeExtras(at: number): Promise<void> {
    const memory = this.#awake();
    const { extras: looks } = memory;
    if (looks.length === 0) return;
    try {
      await insertExtraLooks(this.env.DB, { shard: shardName(this.#shard), at, looks });
      memory.extras = memory.extras.filter((each) => !looks.includes(each));
    } catch (error) {
      console.warn("extra looks kept until D1 answers", { shard: shardName(this.#shard), error: String(error) });
    }
  }

  /** Minutes of reports that are over; with D1 away they wait. */
  async #storeReports(now: number): Promise<void> {
    try {
      await storeReports(this.env.DB, this.#awake(), now);
    } catch (error) {
      console.warn("reports kept until D1 answers", { shard: shardName(this.#shard), error: String(error) });
    }
  }

  /** Writes kept records to D1 in order, one writer at a time; what fails is tried again at the next tick. */
  #flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      try {
        for (let kept = this.#store.kept(D1_BATCH); kept.length > 0; kept = this.#store.kept(D1_BATCH)) {
          const records = kept.map(({ record }) => record);
          await writeRecords(this.env.DB, records);
          this.#store.release(Math.max(...kept.map(({ id }) => id)));
          this.#announce(countEvents(records));
        }
      } catch (error) {
        console.warn("records kept until D1 answers", { shard: shardName(this.#shard), error: String(error) });
      }
    });
    return this.#writing;
  }

  /** Nobody waits for it: what the queue does not take, the sweep finds. */
  #announce(events: number): void {
    const late = (error: unknown) => console.warn("events wait for the sweep", { error: String(error) });
    this.ctx.waitUntil(announce(this.env, events).catch(late));
  }

  #publish({ ledger }: Memory, gapMs: number): Promise<void> {
    return this.#publisher.publish(ledger, { gapMs, snapshot: () => this.snapshot() });
  }
}

/** One line per change of state or phase, for whoever runs the network. */
function say(outputs: readonly FoldOutput[]): void {
  for (const output of outputs) {
    if (output.type === "event")
      console.log(
        JSON.stringify({ event: output.event.kind, service: output.event.service, because: output.event.because }),
      );
  }
}
