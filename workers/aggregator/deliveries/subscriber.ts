import { DurableObject } from "cloudflare:workers";
import type { Delivery, DeliveryState } from "../../../shared/notify/delivery.ts";
import { formatNamed } from "../../../shared/notify/formats/registry.ts";
import { OLD_SECRET_MS } from "../../../shared/notify/limits.ts";
import { sampleEvent } from "../../../shared/notify/sample.ts";
import { subjectOf } from "../../../shared/notify/subject.ts";
import type { Subscription, SubscriptionChange, SubscriptionRequest } from "../../../shared/notify/subscription.ts";
import { Event, type EventService, type EventWire } from "../../../shared/schema/event.ts";
import { SubscriptionId } from "../../../shared/schema/ids.ts";
import { type Config, parseConfig } from "../config.ts";
import type { Env } from "../env.ts";
import { GUARD_MS, MIRROR_MS } from "../limits.ts";
import { createOutbox, type Outbox } from "../store/outbox.ts";
import { mirrorSubscription } from "../store/subscriptions.ts";
import { makeToken } from "../token.ts";
import { challenge, confirmBy, newChallenge } from "./challenge.ts";
import { sendDue } from "./courier.ts";
import { aimOf, changed, hostOf, isLeaveKey, type Kept, readKept, viewOf, writeKept } from "./kept.ts";
import { postPorts } from "./ports.ts";
import type { PostPorts } from "./post.ts";
import { makeKeyPair, makeSecret } from "./sign.ts";
import { remind, replay, take } from "./take.ts";

/**
 * One subscription, named by its id: what it asks for, its outbox, its log, and the clock of its tries (the alarm). One object
 * each, so that a receiver that is slow or dead holds up nobody but itself, and what it is owed survives any stop.
 */
export class Subscriber extends DurableObject<Env> {
  readonly #config: Config;
  readonly #ports: PostPorts;
  #opened: Outbox | null = null;
  #mirrored: { at: number; what: string } = { at: 0, what: "" };
  /** When counts that D1 was not told are told; `null` while it knows them. */
  #mirrorAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#config = parseConfig(env);
    this.#ports = postPorts(this.#config, () => readKept(this.#box)?.origin ?? "");
    if (this.#box.interrupted(Date.now()) > 0) this.ctx.waitUntil(this.#wakeBy(Date.now()));
  }

  /** Begins it: pending, with a challenge under way. */
  async open(request: SubscriptionRequest, origin: string): Promise<{ secret: string; view: Subscription }> {
    const now = Date.now();
    const secret = makeSecret();
    const keyPair = request.ed25519 ? await makeKeyPair() : null;
    const kept: Kept = {
      ...request,
      id: SubscriptionId.parse(this.ctx.id.name),
      status: "pending",
      because: null,
      origin,
      createdAt: now,
      confirmedAt: null,
      leaveKey: makeToken("dwl"),
      secrets: [{ secret, until: null }],
      keyPair,
      failures: 0,
      failingSince: null,
      awayUntil: null,
      challenge: newChallenge(request, now),
    };
    return { secret, view: await this.#keep(kept) };
  }

  /** `null` when there is none. */
  view(): Subscription | null {
    const kept = readKept(this.#box);
    return kept === null ? null : viewOf(kept, this.#box.counts(), Date.now());
  }

  async change({ status, ...change }: SubscriptionChange): Promise<Subscription> {
    const kept = this.#kept();
    const now = Date.now();
    const next = changed(kept, change);
    const isElsewhere = aimOf(next) !== aimOf(kept);
    const keyPair = next.ed25519 ? (kept.keyPair ?? (await makeKeyPair())) : kept.keyPair;
    const well = { failures: 0, failingSince: null, awayUntil: null, because: null };
    if (isElsewhere) {
      this.#box.bury("the target was changed before it was sent", now);
      return this.#keep({ ...next, ...well, keyPair, status: "pending", challenge: newChallenge(next, now) });
    }
    if (status === "paused" && kept.status === "active") {
      this.#box.bury("the subscription was paused before it was sent", now);
      return this.#keep({ ...next, keyPair, status, because: "paused by its owner" });
    }
    if (status === "active" && kept.status === "paused") return this.#keep({ ...next, ...well, keyPair, status });
    return this.#keep({ ...next, keyPair });
  }

  /** A new secret; the last one is signed with as well for a day. */
  async rotate(): Promise<{ secret: string; view: Subscription }> {
    const kept = this.#kept();
    const now = Date.now();
    const secret = makeSecret();
    const [last] = kept.secrets;
    const old = last === undefined ? [] : [{ secret: last.secret, until: now + OLD_SECRET_MS }];
    return { secret, view: await this.#keep({ ...kept, secrets: [{ secret, until: null }, ...old] }) };
  }

  /** Does the key of a mail's link belong to it? */
  isLeftBy(key: string): Promise<boolean> {
    return isLeaveKey(readKept(this.#box), key);
  }

  /** Ends it, and forgets everything. */
  async remove(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#opened = null;
  }

  /** Takes events into the outbox; they are on their way when this answers. */
  async take(events: readonly EventWire[]): Promise<void> {
    const kept = readKept(this.#box);
    if (kept === null || kept.status === "pending") return;
    this.ctx.storage.transactionSync(() => take(this.#box, kept, { events, now: Date.now() }));
    await this.#wakeBy(this.#nextWake());
  }

  /** A made-up event, marked as such. */
  async test(service: EventService | null): Promise<string> {
    const now = Date.now();
    const event = sampleEvent({ now, nonce: crypto.randomUUID(), ...(service === null ? {} : { service }) });
    const { id, type, sequence } = event;
    const row = { id, type, sequence, subject: subjectOf(event), at: now, dueAt: now, test: true };
    const body = JSON.stringify(Event.encode(event));
    this.#box.add({ ...row, state: "waiting", reason: null, because: null, event: body });
    await this.#wakeBy(now);
    return id;
  }

  async replay(
    events: readonly EventWire[],
    options: { onlyUndelivered: boolean; evenFiltered: boolean },
  ): Promise<number> {
    const kept = this.#kept();
    const now = Date.now();
    const count = this.ctx.storage.transactionSync(() => replay(this.#box, kept, { events, now, ...options }));
    await this.#wakeBy(now);
    return count;
  }

  log(query: { before: number | null; state: DeliveryState | null; limit: number }): {
    items: Delivery[];
    next: number | null;
  } {
    return this.#box.log(query);
  }

  /** Sends another challenge. */
  async challengeAgain(): Promise<Subscription> {
    const kept = this.#kept();
    return kept.status === "pending"
      ? this.#keep({ ...kept, challenge: newChallenge(kept, Date.now()) })
      : this.#view();
  }

  /** The code that people read at the target; `null` when it is not the right one. */
  async confirm(code: string): Promise<Subscription | null> {
    const before = this.#kept();
    if (before.challenge === null || formatNamed(before.format).proof !== "code") return null;
    const { kept, isRight } = confirmBy(code, before, Date.now());
    const view = await this.#keep(kept);
    return isRight ? view : null;
  }

  override async alarm(): Promise<void> {
    // First of all: whatever happens in here, it wakes again.
    await this.ctx.storage.setAlarm(Date.now() + GUARD_MS);
    const before = readKept(this.#box);
    if (before === null) return this.ctx.storage.deleteAlarm();
    const { mail } = this.#config;
    if (before.challenge?.nextAt != null && before.challenge.nextAt <= Date.now()) {
      const after = await challenge(before, { ports: this.#ports, mail });
      // Whoever changed it meanwhile has begun another challenge.
      if (readKept(this.#box)?.challenge?.word === before.challenge.word) writeKept(this.#box, after);
    }
    const kept = this.#kept();
    remind(this.#box, kept, Date.now());
    await sendDue({ ...this.#ports, outbox: this.#box, mail });
    this.#box.prune(Date.now());
    await this.#mirror(false);
    const next = soonest([this.#nextWake(), this.#mirrorAt]);
    await (next === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(Math.max(next, Date.now())));
  }

  get #box(): Outbox {
    this.#opened ??= createOutbox(this.ctx.storage.sql);
    return this.#opened;
  }

  #kept(): Kept {
    const kept = readKept(this.#box);
    if (kept === null) throw new Error(`there is no subscription ${this.ctx.id.name}`);
    return kept;
  }

  #view(): Subscription {
    return viewOf(this.#kept(), this.#box.counts(), Date.now());
  }

  async #keep(kept: Kept): Promise<Subscription> {
    writeKept(this.#box, kept);
    await this.#mirror(true);
    await this.#wakeBy(this.#nextWake());
    return this.#view();
  }

  /** When there is something to do: a challenge, a message, a reminder. */
  #nextWake(): number | null {
    const kept = readKept(this.#box);
    if (kept === null) return null;
    if (kept.status === "pending") return kept.challenge?.nextAt ?? null;
    if (kept.status !== "active") return null;
    const due = this.#box.nextDue();
    return soonest([due === null ? null : Math.max(due, kept.awayUntil ?? 0), this.#box.nextRepeat()]);
  }

  async #wakeBy(at: number | null): Promise<void> {
    if (at === null) return;
    const planned = await this.ctx.storage.getAlarm();
    if (planned === null || planned > at) await this.ctx.storage.setAlarm(at);
  }

  /** Tells D1 what it is found and counted by; with D1 away the next time says it all. */
  async #mirror(isUrgent: boolean): Promise<void> {
    const { id, status, format, description, ...kept } = this.#kept();
    const now = Date.now();
    const mirrored = { host: hostOf(kept), status, format, description };
    const isChanged = JSON.stringify(mirrored) !== this.#mirrored.what;
    const dueAt = isUrgent || isChanged ? now : this.#mirrored.at + MIRROR_MS;
    this.#mirrorAt = dueAt > now ? dueAt : null;
    if (dueAt > now) return;
    try {
      await mirrorSubscription(this.env.DB, id, { ...mirrored, ...this.#box.counts() });
      this.#mirrored = { at: now, what: JSON.stringify(mirrored) };
    } catch (error) {
      console.warn("a subscription is not mirrored until D1 answers", { id, error: String(error) });
    }
  }
}

function soonest(times: readonly (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
