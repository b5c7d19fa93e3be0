import { applyD1Migrations, reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RETRY_SECONDS } from "../../../shared/notify/limits.ts";
import { SubscriptionRequest } from "../../../shared/notify/subscription.ts";
import { Event, EventId, EventType, SubscriptionId } from "../../../shared/schema/index.ts";
import { sendDue } from "../../../workers/aggregator/deliveries/courier.ts";
import { handOver } from "../../../workers/aggregator/deliveries/fan-out.ts";
import { judgeReach } from "../../../workers/aggregator/deliveries/guard.ts";
import { type Kept, readKept, writeKept } from "../../../workers/aggregator/deliveries/kept.ts";
import { remind, take } from "../../../workers/aggregator/deliveries/take.ts";
import { createOutbox, type Outbox } from "../../../workers/aggregator/store/outbox.ts";
import { eventRecord } from "../../../workers/aggregator/store/records.ts";
import { writeRecords } from "../../../workers/aggregator/store/write-records.ts";
import { toldOf } from "../../support/told.ts";

/** What takes days, on the real SQLite of a real object: time and the receiver are the test's. */

const START = Date.UTC(2026, 0, 5, 12, 0);
const HOUR = 3_600_000;

beforeEach(() => applyD1Migrations(env.DB, env.MIGRATIONS));
afterEach(() => reset());

const keptWith = (over: Partial<Kept> = {}): Kept => ({
  ...SubscriptionRequest.parse({ url: "https://receiver.example/hook" }),
  id: SubscriptionId.parse("sub_test"),
  status: "active",
  because: null,
  origin: "https://downwhere.test",
  createdAt: START,
  confirmedAt: START,
  secrets: [{ secret: `whsec_${btoa("0123456789abcdef0123456789abcdef")}`, until: null }],
  keyPair: null,
  leaveKey: "leave",
  failures: 0,
  failingSince: null,
  awayUntil: null,
  challenge: null,
  ...over,
});

type Desk = {
  readonly outbox: Outbox;
  /** Takes events at a time, and sends what is due. */
  come(events: readonly Event[], now: number): Promise<void>;
  /** Lets time pass from one due attempt to the next until a time. */
  live(until: number): Promise<number[]>;
  readonly sent: { id: string; at: number; body: string }[];
};

/** An outbox whose receiver answers as the test says. */
async function atDesk(
  { kept, answer }: { kept: Kept; answer: (count: number) => Response | Error },
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  await runInDurableObject(env.SUBSCRIBER.getByName("sub_test"), async (_, state) => {
    const outbox = createOutbox(state.storage.sql);
    writeKept(outbox, kept);
    const sent: Desk["sent"] = [];
    let now = START;
    const fetchHere: typeof fetch = async (_, init) => {
      const headers = new Headers(init?.headers as HeadersInit);
      sent.push({ id: headers.get("webhook-id") ?? "", at: now, body: String(init?.body) });
      const said = answer(sent.length);
      if (said instanceof Error) throw said;
      return said;
    };
    const judge = async () => ({ kind: "allowed" as const });
    const send = () => sendDue({ outbox, mail: null, fetch: fetchHere, clock: () => now, userAgent: "test", judge });
    await work({
      outbox,
      sent,
      async come(events, at) {
        now = at;
        take(outbox, readKept(outbox) as Kept, { events: events.map((event) => Event.encode(event)), now });
        await send();
      },
      async live(until) {
        const wakes: number[] = [];
        for (;;) {
          const due = [outbox.nextDue(), outbox.nextRepeat()].filter((at) => at !== null);
          const next = Math.max(Math.min(...due), readKept(outbox)?.awayUntil ?? 0);
          if (due.length === 0 || next > until || readKept(outbox)?.status !== "active") break;
          now = Math.max(now, next);
          wakes.push(now);
          remind(outbox, readKept(outbox) as Kept, now);
          await send();
        }
        now = until;
        return wakes;
      },
    });
  });
}

const failing = () => new Response("no", { status: 503 });
const event = (over: Partial<Parameters<typeof toldOf>[0]> = {}) => toldOf({ incident: "x", at: START, ...over });

describe("an event that is never taken", () => {
  test("is tried as published for a day; then the subscription is paused and says why, and the event waits for a replay", async () => {
    await atDesk({ kept: keptWith(), answer: failing }, async ({ come, live, outbox, sent }) => {
      await come([event()], START);
      await live(START + 48 * HOUR);
      expect(sent).toHaveLength(RETRY_SECONDS.length + 1);
      expect(new Set(sent.map(({ id }) => id))).toEqual(new Set(["evt_x_1"]));
      expect(outbox.one("evt_x_1")).toMatchObject({ state: "dead", because: "the status must be 2xx; received 503" });
      expect(outbox.one("evt_x_1")?.attempts).toHaveLength(RETRY_SECONDS.length + 1);
      await come([event({ incident: "y" })], START + 48 * HOUR);
      expect(readKept(outbox)).toMatchObject({
        status: "paused",
        because: "nothing was taken for 48 h; the last word was: the status must be 2xx; received 503",
      });
      expect(outbox.one("evt_y_1")).toMatchObject({ state: "dead", because: expect.stringContaining("paused") });
    });
  });

  test("is sent soon after the receiver is back, with all that waited", async () => {
    let isBack = false;
    const answer = () => (isBack ? new Response(null, { status: 204 }) : failing());
    await atDesk({ kept: keptWith(), answer }, async ({ come, live, outbox }) => {
      for (let index = 0; index < 8; index++) await come([event({ incident: `z${index}` })], START + index);
      await live(START + HOUR);
      expect(outbox.counts()).toMatchObject({ waiting: 8, delivered: 0 });
      isBack = true;
      await live(START + 2 * HOUR);
      expect(outbox.counts()).toMatchObject({ waiting: 0, delivered: 8 });
      expect(readKept(outbox)).toMatchObject({ failures: 0, failingSince: null, awayUntil: null });
    });
  });

  test("costs a receiver that is away one try at a time", async () => {
    await atDesk({ kept: keptWith(), answer: failing }, async ({ come, live, sent }) => {
      await come(
        Array.from({ length: 200 }, (_, index) => event({ incident: `many${index}` })),
        START,
      );
      const first = sent.length;
      expect(first).toBeLessThanOrEqual(12);
      await live(START + HOUR);
      expect(sent.length - first).toBeLessThanOrEqual(20);
    });
  });
});

describe("what metrics count", () => {
  test("reaches D1 a minute after the last message at the latest", async () => {
    await env.DB.prepare(
      "INSERT INTO subscriptions (id, manage_key_sha256, host, status, format, description, created_at) VALUES ('sub_test', 'k', 'h', 'active', 'json', '', 0)",
    ).run();
    await runInDurableObject(env.SUBSCRIBER.getByName("sub_test"), async (instance, state) => {
      const outbox = createOutbox(state.storage.sql);
      const delivered = (incident: string) =>
        outbox.add({
          id: EventId.parse(`evt_${incident}_1`),
          subject: incident,
          type: "incident.opened",
          sequence: 1,
          state: "delivered",
          reason: null,
          because: null,
          test: false,
          at: Date.now(),
          dueAt: null,
          event: null,
        });
      writeKept(outbox, keptWith());
      delivered("a");
      await instance.alarm();
      const { delivered: told } = (await env.DB.prepare("SELECT delivered FROM subscriptions").first()) ?? {};
      delivered("b");
      await instance.alarm();
      const wakesIn = ((await state.storage.getAlarm()) ?? Number.POSITIVE_INFINITY) - Date.now();
      expect([told, wakesIn > 50_000, wakesIn <= 60_000]).toEqual([1, true, true]);
    });
  });
});

describe("an incident that goes on", () => {
  test("is repeated as often as it is asked for, under ids of its own, until it is over", async () => {
    const kept = keptWith({ repeatMinutes: 30 });
    const answer = () => new Response(null, { status: 204 });
    await atDesk({ kept, answer }, async ({ come, live, sent }) => {
      await come([event()], START);
      await live(START + 95 * 60_000);
      expect(sent.map(({ id }) => id)).toEqual(["evt_x_1", "evt_x_1_again1", "evt_x_1_again2", "evt_x_1_again3"]);
      expect(JSON.parse(sent[2]?.body ?? "").because[0]).toBe("it goes on, 60 min after it was last told");
      await come([event({ type: "incident.resolved", sequence: 2 })], START + 96 * 60_000);
      await live(START + 300 * 60_000);
      expect(sent.at(-1)?.id).toBe("evt_x_2");
    });
  });

  test("is told in the morning when it began in a quiet time and goes on, and not at all when it is over by then", async () => {
    const kept = keptWith({ quiet: { from: "11:00", to: "15:00", utcOffsetMinutes: 0, exceptGlobal: true } });
    const answer = () => new Response(null, { status: 204 });
    await atDesk({ kept, answer }, async ({ come, live, outbox, sent }) => {
      await come([event({ incident: "long" }), event({ incident: "short" })], START);
      await come([event({ incident: "short", type: "incident.resolved", sequence: 2 })], START + HOUR);
      expect(sent).toEqual([]);
      await live(START + 4 * HOUR);
      expect(sent.map(({ id }) => id)).toEqual(["evt_long_1"]);
      expect(outbox.one("evt_short_1")).toMatchObject({ state: "skipped", reason: "superseded" });
      await come([event({ incident: "long", type: "incident.resolved", sequence: 2 })], START + 5 * HOUR);
      expect(sent.at(-1)?.id).toBe("evt_long_2");
    });
  });
});

describe("the hand-over", () => {
  test("tells an object that could not be told apart, in order, and the others at once", async () => {
    await env.DB.prepare(
      "INSERT INTO subscriptions (id, manage_key_sha256, host, status, format, description, created_at) VALUES ('sub_a', 'a', 'a', 'active', 'json', '', 1), ('sub_b', 'b', 'b', 'active', 'json', '', 1)",
    ).run();
    const told: [string, string[]][] = [];
    let isBroken = true;
    const tell = async (id: string, events: { id: string }[]) => {
      if (id === "sub_b" && isBroken) throw new Error("overloaded");
      told.push([id, events.map((one) => one.id)]);
    };
    const commit = (incident: string) => writeRecords(env.DB, [eventRecord(event({ incident }), START)]);
    await commit("one");
    await handOver({ db: env.DB, tell });
    await commit("two");
    await handOver({ db: env.DB, tell });
    expect(told).toEqual([
      ["sub_a", ["evt_one_1"]],
      ["sub_a", ["evt_two_1"]],
    ]);
    isBroken = false;
    await handOver({ db: env.DB, tell });
    expect(told.at(-1)).toEqual(["sub_b", ["evt_one_1", "evt_two_1"]]);
    await handOver({ db: env.DB, tell });
    expect(told).toHaveLength(3);
  });
});

describe("the page of the log", () => {
  const call = (path: string, init?: RequestInit) => exports.default.fetch(`https://downwhere.test${path}`, init);
  const ask = (form: Record<string, string>) =>
    call("/subscriptions", { method: "POST", body: new URLSearchParams(form) });

  test("asks for the key, refuses a wrong one, and shows what became of each event, hostile answers escaped", async () => {
    expect(await (await call("/subscriptions")).text()).toContain('<form method="post" action="/subscriptions"');
    const body = JSON.stringify({ url: "https://receiver.example/hook" });
    const made = await call("/v1/subscriptions", { method: "POST", body });
    const { id, manageKey } = (await made.json()) as { id: string; manageKey: string };
    const wrong = await ask({ id, key: "dwm_wrong" });
    expect(wrong.status).toBe(403);
    expect(await wrong.text()).toContain("The bearer token is not the manage key of this subscription.");
    await runInDurableObject(env.SUBSCRIBER.getByName(id), async (_, state) => {
      const outbox = createOutbox(state.storage.sql);
      take(outbox, keptWith(), { events: [Event.encode(event())], now: START });
      outbox.begin("evt_x_1", START);
      const answer = "<script>alert(1)</script>";
      const attempt = { at: START, outcome: "failed", status: 500, durationMs: 7, because: "500", answer } as const;
      outbox.end("evt_x_1", { attempt, state: "dead", because: "given up", dueAt: null, now: START });
    });
    const shown = await ask({ id, key: manageKey });
    const html = await shown.text();
    expect(shown.status).toBe(200);
    expect(shown.headers.get("cache-control")).toBe("no-store");
    expect(html).toContain("<code>evt_x_1</code>");
    expect(html).toContain("dead: given up");
    expect(html).toContain("2026-01-05 12:00:00 failed (500), 7 ms: 500; it said");
    expect(html).not.toContain("<script>alert");
  });
});

describe("the OpenAPI document", () => {
  test("tells every event as a webhook, with its schema and what an answer means", async () => {
    const response = await exports.default.fetch("https://downwhere.test/openapi.json");
    const { webhooks, paths } = (await response.json()) as Record<string, Record<string, Record<string, object>>>;
    expect(Object.keys(webhooks ?? {})).toEqual([...EventType.options, "subscription.challenge"]);
    expect(webhooks?.["incident.opened"]?.post).toMatchObject({
      requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/IncidentEvent" } } } },
      responses: { 200: {}, 410: {}, default: {} },
    });
    expect(Object.keys(paths ?? {})).toEqual(
      expect.arrayContaining(["/v1/subscriptions/{id}/deliveries", "/v1/subscriptions/{id}/replay", "/v1/keys"]),
    );
  });
});

describe("the guard", () => {
  const rules = { allowPrivate: false, origin: "https://downwhere.test" };
  const resolving = (address: string) =>
    (async () => Response.json({ Answer: [{ type: 1, data: address }] })) as unknown as typeof fetch;
  const judge = (url: string, address = "93.184.216.34") =>
    judgeReach(url, { rules, fetch: resolving(address), signal: AbortSignal.timeout(1_000) });

  test.each(["https://receiver.example/hook", "https://93.184.216.34/"])("lets %s through", async (url) => {
    expect(await judge(url)).toEqual({ kind: "allowed" });
  });

  test.each([
    ["http://receiver.example/", "must be https; received http://"],
    ["https://127.0.0.1/", "the address must be public; received 127.0.0.1"],
    ["https://[::1]/", "the address must be public"],
    ["https://0x7f000001/", "the address must be public; received 127.0.0.1"],
    ["https://169.254.169.254/latest/meta-data", "the address must be public"],
    ["https://localhost/", "the host must be a public name"],
    ["https://db.internal/", "the host must be a public name"],
    ["https://receiver.example:8443/", "the port must be 80, 443"],
    ["https://user@receiver.example/", "the URL must not carry credentials"],
    ["https://downwhere.test/v1/subscriptions", "must not be this network itself"],
  ])("refuses %s", async (url, because) => {
    expect(await judge(url)).toMatchObject({ kind: "refused", because: expect.stringContaining(because) });
  });

  test("refuses a public name that leads to a private address", async () => {
    expect(await judge("https://receiver.example/", "10.0.0.7")).toEqual({
      kind: "refused",
      because: "receiver.example resolves to 10.0.0.7, which is not public",
    });
  });
});
