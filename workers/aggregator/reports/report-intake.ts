import { DurableObject } from "cloudflare:workers";
import { addMinutes, type Bucket, bucketName, openMinute } from "../../../shared/reports/bucket.ts";
import type { ServiceId, Uncounted } from "../../../shared/schema/index.ts";
import { type Config, parseConfig } from "../config.ts";
import type { Env } from "../env.ts";
import { modelAt } from "../facts.ts";
import {
  REPORT_FLUSH_COMMITS,
  REPORT_FLUSH_MS,
  REPORT_GATHER_MS,
  REPORT_ONCE_MINUTES,
  REPORT_RETRY_MS,
  REPORTER_KEY_MS,
} from "../limits.ts";
import { fusionStub, networkShards, shardIndex, shardName, shardNamed } from "../shard.ts";
import { createReportIntakeStore, type ReportIntakeStore } from "../store/report-intake.ts";
import { handOver, joined, type Told } from "./hand-over.ts";
import { type Counted, count, isCounted, type KeptKey, openKeys, type ReporterKeys, type Who } from "./reporters.ts";

/** One report as the front door hands it in. Of `who` nothing is kept but a keyed hash. */
export type Report = Bucket & {
  readonly service: ServiceId;
  readonly simulated: boolean;
  readonly note: string | null;
  readonly who: Who;
  /** What else the front door has to tell of this service. */
  readonly uncounted: Uncounted;
};

type Waiting = Told & { readonly reporter: readonly [number, number] };

/** Milliseconds for which a reporter is known again; in a simulated network time runs faster. */
const ONCE_MS = REPORT_ONCE_MINUTES * 60_000;

/**
 * One of the intakes that share the reporters of a network. A report is answered when what it adds is in this object's
 * SQLite and confirmed to be durable; reports that come in while that is awaited are confirmed together, so a spike costs
 * few writes. Counts are handed on in batches, each report exactly once, whatever restarts on the way.
 */
export class ReportIntake extends DurableObject<Env> {
  readonly #config: Config;
  readonly #store: ReportIntakeStore;
  readonly #counted: Counted = new Map();
  #keys: ReporterKeys | null = null;
  #waiting: Waiting[] = [];
  #repeated = new Map<string, number>();
  #last: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #committedAt = 0;
  /** When the alarm is set for; `null`: it is not. */
  #alarmAt: number | null = null;
  #failures = 0;
  #taking = 0;
  #floodKey: KeptKey | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
    this.#store = createReportIntakeStore(ctx.storage.sql);
    ctx.blockConcurrencyWhile(() => this.#wake());
  }

  /** Counts a report, unless its reporter was counted lately. Answers once it is durable; throws when that cannot be. */
  async take(report: Report): Promise<"yes" | "already"> {
    this.#taking++;
    try {
      return await this.#take(report, Date.now());
    } finally {
      this.#taking--;
    }
  }

  async #take(report: Report, now: number): Promise<"yes" | "already"> {
    const names = await this.#names().namesOf(report.who, report.service, now);
    const [name = 0] = names;
    const { minuteMs } = modelAt(report.simulated ? (this.#config.simulationSpeed ?? 1) : 1);
    if (isCounted(this.#counted, names, now)) {
      this.#repeated.set(report.service, (this.#repeated.get(report.service) ?? 0) + 1);
      return "already";
    }
    const until = now + (ONCE_MS * minuteMs) / 60_000;
    count(this.#counted, name, until, now);
    this.#waiting.push({ ...this.#told(report, Math.floor(now / minuteMs) * minuteMs), reporter: [name, until] });
    try {
      await this.#committed(now);
    } catch (error) {
      this.#counted.delete(name);
      throw error;
    }
    await this.#wakeBy(now + (REPORT_FLUSH_MS * minuteMs) / 60_000);
    return "yes";
  }

  /** What addresses are named with for the rate limit: in memory only, and another one after a day. */
  floodKey(): Uint8Array<ArrayBuffer> {
    const now = Date.now();
    if (this.#floodKey === null || now - this.#floodKey.madeAt >= REPORTER_KEY_MS)
      this.#floodKey = { madeAt: now, bytes: crypto.getRandomValues(new Uint8Array(32)) };
    return this.#floodKey.bytes;
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    const now = Date.now();
    try {
      await handOver(this.#store, {
        from: this.#name(),
        now: () => Date.now(),
        hand: (target, batch) => fusionStub(this.env, shardNamed(target)).report(batch),
      });
      this.#failures = 0;
    } catch (error) {
      const waitMs = Math.min(REPORT_RETRY_MS.max, REPORT_RETRY_MS.min * 2 ** this.#failures++);
      console.warn("reports not handed over, tried again", { waitMs, error: String(error) });
      await this.#wakeBy(now + waitMs);
      return;
    }
    const oldest = this.#store.forget({ before: now - ONCE_MS, handed: this.#store.marks().all });
    if (oldest !== null) await this.#wakeBy(oldest + ONCE_MS + 1_000);
    // Nobody is remembered any more: the key goes as well.
    else if (this.#taking === 0) await this.#forgetKeys();
  }

  async #wake(): Promise<void> {
    await this.#openKeys();
    const now = Date.now();
    let last = 0;
    for (let read = REPORT_FLUSH_COMMITS; read === REPORT_FLUSH_COMMITS; ) {
      const commits = this.#store.commitsAfter(last, REPORT_FLUSH_COMMITS);
      for (const { commit } of commits)
        for (const [name, until] of commit.reporters) if (until > now) count(this.#counted, name, until, now);
      read = commits.length;
      last = commits.at(-1)?.id ?? last;
    }
    this.#alarmAt = await this.ctx.storage.getAlarm();
    if (last > 0) await this.#wakeBy(now + REPORT_FLUSH_MS);
  }

  async #openKeys(): Promise<void> {
    const keep = (keys: Parameters<ReportIntakeStore["setKeys"]>[0]) => this.#store.setKeys(keys);
    this.#keys = await openKeys(this.#store.keys(), { keep, overlapMs: ONCE_MS });
  }

  async #forgetKeys(): Promise<void> {
    this.#counted.clear();
    this.#store.setKeys([]);
    await this.#openKeys();
  }

  #names(): ReporterKeys {
    if (this.#keys === null) throw new Error("the intake was used before it woke");
    return this.#keys;
  }

  #name(): string {
    return `${this.ctx.id.name ?? "intake"}/${this.#store.lifeName(() => crypto.randomUUID().slice(0, 8))}`;
  }

  /** What a report adds, and to whom it is told. */
  #told(report: Report, start: number): Told {
    const { service, simulated, note, uncounted } = report;
    const minute = openMinute(service, start);
    const repeated = this.#repeated.get(service) ?? 0;
    this.#repeated.delete(service);
    addMinutes(minute, [
      {
        counts: { [bucketName(report)]: 1 },
        notes: note === null ? [] : [{ symptom: report.symptom, text: note }],
        uncounted: { ...uncounted, repeated: uncounted.repeated + repeated },
      },
    ]);
    const shards = networkShards(this.#config, { simulated });
    const index = simulated ? 0 : shardIndex(service, shards.length);
    return { target: shardName({ simulated, index }), minute };
  }

  /** One write for all that wait: at once when it is quiet, and in a spike for all that came in within a moment. */
  #committed(now: number): Promise<void> {
    this.#next ??= this.#last.then(async () => {
      const restMs = this.#committedAt + REPORT_GATHER_MS - Date.now();
      if (restMs > 0) await scheduler.wait(restMs);
      this.#committedAt = Date.now();
      const together = this.#waiting;
      this.#waiting = [];
      this.#next = null;
      this.#store.commit(now, { reporters: together.map(({ reporter }) => reporter), told: joined(together) });
      await this.ctx.storage.sync();
    });
    const mine = this.#next;
    // The next commit is made whether this one fails or not.
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #wakeBy(at: number): Promise<void> {
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    await this.ctx.storage.setAlarm(at);
  }
}
