import { applyD1Migrations, reset, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleEvent } from "../../../shared/notify/sample.ts";
import { SubscriptionRequest } from "../../../shared/notify/subscription.ts";
import { SubscriptionId } from "../../../shared/schema/index.ts";
import { type Kept, requestFor, writeKept } from "../../../workers/aggregator/deliveries/kept.ts";
import { createOutbox } from "../../../workers/aggregator/store/outbox.ts";
import { insertSubscription } from "../../../workers/aggregator/store/subscriptions.ts";

/** The link in a mail that ends its subscription: one click for programs, a button for people, and nothing for who guesses. */

const ask = (path: string, init: RequestInit = {}) => exports.default.fetch(`https://downwhere.test${path}`, init);
const MAIL = { url: "https://mail.example/send", authorization: "Bearer x", from: "status@down.example" };

const id = SubscriptionId.parse("sub_reader");
/** A subscription as it is kept, put there without asking its target anything. */
const kept: Kept = {
  ...SubscriptionRequest.parse({ url: "https://reader.example/" }),
  id,
  status: "active",
  because: null,
  origin: "https://downwhere.test",
  createdAt: 0,
  confirmedAt: 0,
  leaveKey: "dwl_of_the_reader",
  secrets: [],
  keyPair: null,
  failures: 0,
  failingSince: null,
  awayUntil: null,
  challenge: null,
};

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await insertSubscription(env.DB, {
    id,
    manage_key_sha256: "x",
    api_key: null,
    host: "reader.example",
    format: "json",
    description: "",
    created_at: 0,
  });
  await runInDurableObject(env.SUBSCRIBER.getByName(id), (_, { storage }) =>
    writeKept(createOutbox(storage.sql), kept),
  );
});
afterEach(() => reset());

const rows = async () => (await env.DB.prepare("SELECT count(*) AS n FROM subscriptions").first())?.n;
const link = (key: string) => `/v1/subscriptions/${id}/leave/${key}`;

describe("the link that ends a subscription", () => {
  test("stands in mails alone, as the header that mail programs look for", () => {
    const event = sampleEvent({ now: 0, nonce: "a" });
    const to = (over: Partial<Kept>) => requestFor(event, { ...kept, ...over }, { test: false, mail: MAIL });
    const { headers } = JSON.parse(to({ format: "email", url: "mailto:a@b.example" }).body);
    expect(headers["List-Unsubscribe"]).toBe(`<https://downwhere.test${link(kept.leaveKey)}>`);
    expect(to({ format: "json" }).body).not.toContain(kept.leaveKey);
  });

  test("shows a button when it is looked at, and ends nothing", async () => {
    const page = await ask(link(kept.leaveKey));
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(await page.text()).toContain('<form method="post">');
    expect(await rows()).toBe(1);
  });

  test("ends it at one click, and says so again when it is followed again", async () => {
    const body = "List-Unsubscribe=One-Click";
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    for (const _ of ["once", "again"]) {
      const answer = await ask(link(kept.leaveKey), { method: "POST", body, headers });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("No more mails");
      expect(await rows()).toBe(0);
    }
    expect(await env.SUBSCRIBER.getByName(id).view()).toBeNull();
  });

  test("of another subscription, or guessed, is a problem and ends nothing", async () => {
    for (const method of ["GET", "POST"]) expect((await ask(link("dwl_guess"), { method })).status).toBe(404);
    expect(await rows()).toBe(1);
  });
});
