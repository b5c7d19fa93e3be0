import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Delivery } from "../../shared/notify/delivery.ts";
import type { IncidentTold } from "../../shared/schema/event.ts";
import { type Behaviour, openReceiver, type Receiver } from "../support/receiver.ts";
import { type Made, until } from "../support/subscriber-client.ts";
import { ADMIN_KEY, openTelling, type Telling } from "../support/telling.ts";
import { toldOf } from "../support/told.ts";

/** Webhooks on the real runtime, to real servers of this machine, under what servers do. */

let net: Telling;
const receivers: Receiver[] = [];
const receiver = async (options?: { answersChallenge?: boolean; secure?: boolean }) => {
  const opened = await openReceiver(options);
  receivers.push(opened);
  return opened;
};
/** A receiver that trusts its subscription, which is active. */
const subscribed = async (request: object = {}, options = {}): Promise<{ to: Receiver; made: Made }> => {
  const to = await receiver(options);
  const made = await net.subscribe({ url: to.url, ...request });
  to.trust(made.secret);
  await net.active(made);
  return { to, made };
};
/** One that hears of a service that nothing else is about. */
let services = 0;
const alone = async (
  request: object = {},
  { service = `only-${++services}`, ...options }: { service?: string; secure?: boolean } = {},
) => ({
  ...(await subscribed({ filter: { services: [service] }, ...request }, options)),
  service,
  told: (over: { incident: string; type?: IncidentTold["type"]; sequence?: number }) => toldOf({ service, ...over }),
});
const ended = async (
  made: Made,
  id: string,
  isSo: (delivery: Delivery) => boolean = ({ state }) => state !== "waiting",
) => {
  let found: Delivery | undefined;
  await until(`${id} is told of in the log`, async () => {
    found = (await net.log(made)).find((delivery) => delivery.id === id);
    return found !== undefined && isSo(found);
  });
  return found as Delivery;
};
const manage = (made: Made, method: string, path = "", body?: unknown) =>
  net.call<Record<string, unknown>>(method, `/v1/subscriptions/${made.id}${path}`, { key: made.manageKey, body });

beforeAll(async () => {
  net = await openTelling();
});
afterAll(async () => {
  await net.close();
  await Promise.all(receivers.map((opened) => opened.close()));
});

describe("a subscription", () => {
  test("is pending until the target gives the challenge back, and is told of what happens from then on", async () => {
    const to = await receiver();
    const made = await net.subscribe({ url: to.url });
    expect(made).toMatchObject({ status: "pending", secret: expect.stringMatching(/^whsec_/) });
    await net.active(made);
    expect(to.challenges()).toBe(1);
    to.trust(made.secret);
    await net.tell([toldOf({ incident: "first" })]);
    const delivery = await ended(made, "evt_first_1");
    expect(delivery).toMatchObject({ state: "delivered", attempts: [{ status: 204, outcome: "delivered" }] });
    expect(to.received).toHaveLength(1);
    expect(to.received[0]).toMatchObject({ id: "evt_first_1", verified: true, contentType: "application/json" });
    expect(JSON.parse(to.received[0]!.body)).toMatchObject({
      type: "incident.opened",
      version: 1,
      verdict: { state: "down", because: expect.any(Array) },
      links: { incident: expect.stringContaining("/incidents/inc_first") },
    });
  });

  test("is told nothing while the challenge is not answered, and says what came instead", async () => {
    const to = await receiver({ answersChallenge: false });
    const made = await net.subscribe({ url: to.url });
    await until("it says why", async () => (await net.view(made)).because !== null);
    await net.tell([toldOf({ incident: "unproven" })]);
    const { status, because } = await net.view(made);
    expect(status).toBe("pending");
    expect(because).toContain('must be {"challenge": "…"}');
    expect(to.received).toEqual([]);
    expect(await net.log(made)).toEqual([]);
  });

  test("is managed with its own key, and with no other", async () => {
    const [{ made }, { made: other }] = [await subscribed(), await subscribed()];
    const path = `/v1/subscriptions/${made.id}`;
    expect((await net.call("GET", path)).status).toBe(401);
    expect((await net.call("GET", path, { key: other.manageKey })).status).toBe(401);
    expect((await net.call("GET", path, { key: ADMIN_KEY })).status).toBe(200);
    expect((await manage(made, "GET")).body).not.toHaveProperty("secret");
  });

  test("signs with the old secret as well for a day after a rotation, and with a key pair when asked", async () => {
    const { to, made } = await subscribed({ ed25519: true });
    const { body } = await manage(made, "POST", "/secret");
    for (const secret of [made.secret, String(body.secret)]) {
      to.trust(secret);
      const incident = secret === made.secret ? "old-secret" : "new-secret";
      await net.tell([toldOf({ incident })]);
      await ended(made, `evt_${incident}_1`);
      expect(to.received.at(-1)).toMatchObject({ verified: true });
    }
    const { id, body: text, signatures } = to.received.at(-1)!;
    expect(signatures.split(" ").map((signature) => signature.split(",")[0])).toEqual(["v1", "v1", "v1a"]);
    const raw = Buffer.from(String(made.publicKey).slice("whpk_".length), "base64");
    const key = await crypto.subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    const signature = Buffer.from(signatures.split("v1a,")[1]!, "base64");
    const isSigned = await Promise.all(
      [0, 1, 2].map((ago) => {
        const seconds = Math.floor(to.received.at(-1)!.at / 1_000) - ago;
        return crypto.subtle.verify({ name: "Ed25519" }, key, signature, Buffer.from(`${id}.${seconds}.${text}`));
      }),
    );
    expect(isSigned).toContain(true);
  });

  test("is sent nothing while it is paused, and what it missed when it asks for it", async () => {
    const { to, made } = await subscribed();
    const since = new Date().toISOString();
    await manage(made, "PATCH", "", { status: "paused" });
    await net.tell([toldOf({ incident: "missed" })]);
    expect(await ended(made, "evt_missed_1")).toMatchObject({ state: "skipped", reason: "paused", attempts: [] });
    await manage(made, "PATCH", "", { status: "active" });
    expect(await manage(made, "POST", "/replay", { since })).toMatchObject({ status: 202, body: { events: 1 } });
    expect(await ended(made, "evt_missed_1")).toMatchObject({ state: "delivered" });
    expect(to.received.map(({ id }) => id)).toEqual(["evt_missed_1"]);
  });

  test("is gone with everything when it is deleted", async () => {
    const { to, made } = await subscribed();
    expect((await manage(made, "DELETE")).status).toBe(204);
    await net.tell([toldOf({ incident: "too-late" })]);
    expect((await manage(made, "GET")).status).toBe(404);
    expect(to.received).toEqual([]);
  });

  test("can be tested with a made-up event that says so", async () => {
    const { to, made } = await subscribed();
    const { status, body } = await manage(made, "POST", "/test");
    expect(status).toBe(202);
    expect(await ended(made, String(body.event))).toMatchObject({ state: "delivered", test: true });
    expect(JSON.parse(to.received[0]!.body)).toMatchObject({
      test: true,
      because: expect.arrayContaining([expect.stringContaining("test")]),
    });
  });

  test("says why an event was not sent, and finishes what it began", async () => {
    const { to, made } = await subscribed({ filter: { services: ["aria"], minState: "down" } });
    await net.tell([
      toldOf({ incident: "other", service: "shop" }),
      toldOf({ incident: "planned", muted: { because: "maintenance", by: "new disks" } }),
      toldOf({ incident: "explained", muted: { because: "inhibited", by: "inc_cdn" } }),
      toldOf({ incident: "other", service: "shop", type: "incident.resolved", sequence: 2 }),
      toldOf({ incident: "ours" }),
      toldOf({ incident: "ours", type: "incident.resolved", sequence: 2 }),
    ]);
    await ended(made, "evt_ours_2");
    expect(
      Object.fromEntries(
        (await net.log(made)).map(({ id, reason, because }) => [id, reason && `${reason}: ${because}`]),
      ),
    ).toEqual({
      evt_other_1: "filtered: shop is not among the services",
      evt_planned_1: "muted: planned maintenance: new disks",
      evt_explained_1: "inhibited: explained by inc_cdn",
      evt_other_2: "untold: its beginning was not sent, so neither is its end",
      evt_ours_1: null,
      evt_ours_2: null,
    });
    expect(to.received.map(({ id }) => id)).toEqual(["evt_ours_1", "evt_ours_2"]);
  });

  test("speaks CloudEvents when asked to", async () => {
    const { to, made } = await subscribed({ format: "cloudevents" });
    await net.tell([toldOf({ incident: "cloudy" })]);
    await ended(made, "evt_cloudy_1");
    expect(to.received[0]).toMatchObject({ verified: true, contentType: "application/cloudevents+json" });
    expect(JSON.parse(to.received[0]!.body)).toMatchObject({
      specversion: "1.0",
      id: "evt_cloudy_1",
      type: "downwhere.incident.opened.v1",
      subject: "incident/inc_cloudy",
      data: { id: "evt_cloudy_1" },
    });
  });
});

describe("who subscribes", () => {
  test("may do so ten times a minute", async () => {
    const { url } = await receiver();
    const statuses: number[] = [];
    for (let count = 0; count < 11; count++)
      statuses.push((await net.call("POST", "/v1/subscriptions", { body: { url }, client: "198.51.100.7" })).status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(429);
  });

  test.each([
    [{ url: "not a url" }, 422, "url: must be an absolute URL"],
    [{ url: "ftp://example.com/" }, 422, "url: the scheme must be http or https"],
    [{ url: "https://user:word@example.com/" }, 422, "url: the URL must not carry credentials"],
    [{ url: "https://example.com/", format: "smoke" }, 400, "format: "],
    [{ url: "https://example.com/", settings: { chat: "1" } }, 422, "settings"],
    [{ url: "https://example.com/", filter: { minimum: 1 } }, 400, "filter"],
    [{ url: "https://example.com/", quiet: { from: "25:00", to: "07:00" } }, 400, "quiet.from: must be a time of day"],
  ])("is told what is wrong with %j", async (body, status, detail) => {
    const answer = await net.call<{ detail: string }>("POST", "/v1/subscriptions", { body });
    expect(answer).toMatchObject({ status, body: { detail: expect.stringContaining(detail) } });
  });
});

// Each waits for the next try, which comes after seconds, so they wait together; each hears of a service of its own.
describe.concurrent("a receiver", () => {
  test.each<[string, Behaviour, Partial<Delivery["attempts"][number]>]>([
    ["answers 500", { status: 500, body: "our database is away" }, { status: 500, answer: "our database is away" }],
    ["breaks the connection", "reset", { status: null, outcome: "failed" }],
    [
      "redirects",
      { status: 302, headers: { location: "http://127.0.0.1:1/" } },
      { status: 302, because: expect.stringContaining("must not redirect") },
    ],
  ])("that %s is tried again until it takes the event, under the same id", async (name, behaviour, attempt) => {
    const { to, made, told } = await alone();
    to.behave((_, count) => (count === 1 ? behaviour : { status: 200 }));
    const incident = name.replaceAll(" ", "-");
    await net.tell([told({ incident })]);
    const delivery = await ended(made, `evt_${incident}_1`);
    expect(delivery.attempts).toMatchObject([
      { outcome: "failed", ...attempt },
      { outcome: "delivered", status: 200 },
    ]);
    expect(to.received.map(({ id, verified }) => [id, verified])).toEqual([
      [delivery.id, true],
      [delivery.id, true],
    ]);
    const waited = Date.parse(delivery.attempts[1]!.at) - Date.parse(delivery.attempts[0]!.at);
    expect(waited).toBeGreaterThanOrEqual(4_250);
  });

  test("whose certificate nobody trusts is sent nothing, not even the challenge", async () => {
    const to = await receiver({ secure: true });
    to.show("strange");
    const made = await net.subscribe({ url: to.url });
    await until("it says why", async () => (await net.view(made)).because !== null);
    expect(await net.view(made)).toMatchObject({
      status: "pending",
      because: expect.stringMatching(/^the challenge was not answered: .*certificate/i),
    });
    expect(to.challenges()).toBe(0);
  });

  test("whose certificate is wrong for a while is sent nothing until it is right again", async () => {
    const { to, made, told } = await alone({}, { secure: true });
    to.show("strange");
    await net.tell([told({ incident: "masked" })]);
    const tried = await ended(made, "evt_masked_1", ({ attempts }) => attempts.length > 0);
    expect(tried.attempts[0]).toMatchObject({
      outcome: "failed",
      status: null,
      because: expect.stringMatching(/certificate/i),
    });
    expect(to.received).toEqual([]);
    to.show("own");
    expect(await ended(made, "evt_masked_1")).toMatchObject({ state: "delivered" });
    expect(to.received).toMatchObject([{ id: "evt_masked_1", verified: true }]);
  });

  test("that asks to be left alone is", async () => {
    const { to, made, told } = await alone();
    to.behave((_, count) => (count === 1 ? { status: 429, headers: { "retry-after": "7" } } : { status: 200 }));
    await net.tell([told({ incident: "busy" })]);
    const { attempts } = await ended(made, "evt_busy_1");
    expect(Date.parse(attempts[1]!.at) - Date.parse(attempts[0]!.at)).toBeGreaterThanOrEqual(7_000);
  });

  test("that says 410 is never asked again", async () => {
    const { to, made, told } = await alone();
    to.behave(() => ({ status: 410 }));
    await net.tell([told({ incident: "unwanted" })]);
    expect(await ended(made, "evt_unwanted_1")).toMatchObject({ state: "dead", attempts: [{ outcome: "gone" }] });
    expect(await net.view(made)).toMatchObject({ status: "disabled", because: "the receiver answered 410: gone" });
    await net.tell([told({ incident: "unwanted-too" })]);
    expect(await ended(made, "evt_unwanted-too_1")).toMatchObject({ state: "skipped", reason: "paused" });
    expect(to.received).toHaveLength(1);
  });

  test("that says nothing is given up after ten seconds; one whose answer does not end has taken it; neither delays another", async () => {
    const silent = await alone();
    const { told, service } = silent;
    const [slow, healthy] = [await alone({}, { service }), await alone({}, { service })];
    silent.to.behave(() => "silent");
    slow.to.behave(() => "slow-body");
    const began = Date.now();
    await net.tell([told({ incident: "patience" })]);
    await until("the healthy one is told", async () => healthy.to.received.length === 1);
    expect(healthy.to.received[0]!.at - began).toBeLessThan(1_000);
    const isTried = ({ attempts }: Delivery) => attempts.length > 0;
    expect((await ended(silent.made, "evt_patience_1", isTried)).attempts[0]).toMatchObject({
      outcome: "failed",
      because: "no answer within 10000 ms",
      durationMs: expect.closeTo(10_000, -3),
    });
    expect(await ended(slow.made, "evt_patience_1")).toMatchObject({
      state: "delivered",
      attempts: [{ status: 200, answer: "it begins" }],
    });
  });

  test("is sent a flapping incident's updates so often an hour, and then the latest one alone", async () => {
    const { to, made, told } = await alone({ updatesPerHour: 2 });
    const flap = (sequence: number) => told({ incident: "flap", type: "incident.updated", sequence });
    await net.tell([told({ incident: "flap" }), flap(2), flap(3), flap(4), flap(5)]);
    await ended(made, "evt_flap_3");
    await ended(made, "evt_flap_5", ({ state }) => state === "held");
    const log = new Map((await net.log(made)).map((delivery) => [delivery.id, delivery]));
    expect(log.get("evt_flap_4" as never)).toMatchObject({
      state: "skipped",
      reason: "superseded",
      because: "evt_flap_5 says more",
    });
    expect(log.get("evt_flap_5" as never)).toMatchObject({
      state: "held",
      because: "2 updates of it were sent within an hour",
    });
    expect(to.received.map(({ id }) => id)).toEqual(["evt_flap_1", "evt_flap_2", "evt_flap_3"]);
  });

  test("is sent an event once, however often it is handed over", async () => {
    const { to, made, told } = await alone();
    const event = told({ incident: "twice" });
    await net.tell([event]);
    await ended(made, "evt_twice_1");
    const db = net.network.database;
    await db.prepare("UPDATE published_events SET handed_at = NULL WHERE id = 'evt_twice_1'").run();
    await net.network.tick(Date.now());
    expect(await ended(made, "evt_twice_1", ({ duplicates }) => duplicates === 1)).toMatchObject({
      state: "delivered",
    });
    expect(to.received).toHaveLength(1);
  });
});

describe("API keys", () => {
  test("make subscriptions within their scopes and limits, and list their own", async () => {
    const issue = (body: object) => net.call<Record<string, unknown>>("POST", "/v1/keys", { key: ADMIN_KEY, body });
    const { body: writer } = await issue({
      name: "W",
      scopes: ["subscriptions:write", "subscriptions:read"],
      maxSubscriptions: 1,
    });
    const { body: reader } = await issue({ name: "R", scopes: ["subscriptions:read"] });
    const to = await receiver();
    const made = await net.subscribe({ url: to.url }, String(writer.key));
    const post = (key: unknown) =>
      net.call<{ detail: string }>("POST", "/v1/subscriptions", { key: String(key), body: { url: to.url } });
    expect(await post(writer.key)).toMatchObject({
      status: 429,
      body: { detail: expect.stringContaining("room for 1") },
    });
    expect(await post(reader.key)).toMatchObject({
      status: 403,
      body: { detail: expect.stringContaining("subscriptions:write") },
    });
    expect(await post("dwk_nothing")).toMatchObject({ status: 401 });
    const listed = (key: unknown) =>
      net.call<{ items: { id: string }[] }>("GET", "/v1/subscriptions", { key: String(key) });
    expect((await listed(writer.key)).body.items.map(({ id }) => id)).toEqual([made.id]);
    expect((await listed(reader.key)).body.items).toEqual([]);
    await net.call("DELETE", `/v1/keys/${writer.id}`, { key: ADMIN_KEY });
    expect(await post(writer.key)).toMatchObject({ status: 403, body: { detail: expect.stringContaining("revoked") } });
  });
});
