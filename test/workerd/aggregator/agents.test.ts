import { applyD1Migrations, evictDurableObject, reset } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { firstSlot } from "../../../shared/observe/slot.ts";
import { Round } from "../../../shared/schema/index.ts";
import { requireAdmin } from "../../../workers/aggregator/admin.ts";
import { type AgentKey, makeAgentJwk, openAgentKey, signedHeaders } from "../../../workers/cli/agent/sign.ts";
import { roundOf, SERVICE_JSON } from "../../support/rounds.ts";

const ORIGIN = "https://downwhere.test";
const ADMIN = { authorization: "Bearer the-key-of-the-tests" };
const REGION = "attic-berlin";
const PLACE = { name: "An attic in Berlin", latitude: 52.5, longitude: 13.4 };
const LANE = `${REGION}/60/0`;
const MINUTE = 60_000;

type Answer = { status: number; body: Record<string, unknown> };
const call = async (
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: BodyInit } = {},
): Promise<Answer> => {
  const response = await exports.default.fetch(`${ORIGIN}${path}`, { method, ...options });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const issue = (publicKey: string, region = REGION) =>
  call("POST", "/v1/agents", { headers: ADMIN, body: JSON.stringify({ publicKey, region, ...PLACE }) });
/** The slot of the lane that is due by now, some minutes ago. */
const slotAgo = (minutes: number) =>
  firstSlot({ lane: LANE, now: Date.now() - MINUTE, slotMs: MINUTE }) - minutes * MINUTE;
const agentRound = (minutesAgo: number, changes: Partial<Round> = {}): Round => {
  const slot = slotAgo(minutesAgo);
  return { ...roundOf({ region: REGION, slot }), colo: null, realised: "agent", ...changes };
};
const bytesOf = (round: Round) => new TextEncoder().encode(JSON.stringify(z.encode(Round, round)));
const post = async (
  key: AgentKey,
  round: Round,
  {
    now = Date.now(),
    sent = bytesOf(round),
    tamper = {},
  }: { now?: number; sent?: Uint8Array; tamper?: Record<string, string> } = {},
) => {
  const headers = await signedHeaders(key, {
    method: "POST",
    url: new URL(`${ORIGIN}/v1/rounds`),
    body: bytesOf(round),
    now,
  });
  return call("POST", "/v1/rounds", { headers: { ...headers, ...tamper }, body: sent });
};
const storedRounds = async () => (await env.DB.prepare("SELECT count(*) AS n FROM rounds").first())?.n;

let key: AgentKey;
beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await env.DB.prepare("INSERT INTO services (id, simulated, source, body) VALUES ('aria', 0, 'test', ?)")
    .bind(SERVICE_JSON)
    .run();
  await env.DB.prepare("INSERT INTO settings (key, value) VALUES ('services_version', 'v1')").run();
  key = await openAgentKey(await makeAgentJwk());
});
afterEach(() => reset());

describe("an agent's key", () => {
  test("is issued, listed and revoked by whoever has the admin key", async () => {
    expect(await issue(key.publicKey)).toMatchObject({
      status: 201,
      body: { id: key.id, region: REGION, ...PLACE, revokedAt: null },
    });
    expect((await call("GET", "/v1/agents", { headers: ADMIN })).body.items).toMatchObject([
      { id: key.id, publicKey: key.publicKey },
    ]);
    const revoked = await call("DELETE", `/v1/agents/${key.id}`, { headers: ADMIN });
    expect(revoked).toMatchObject({ status: 200, body: { id: key.id, revokedAt: expect.any(String) } });
    expect((await call("DELETE", `/v1/agents/${key.id}`, { headers: ADMIN })).body.revokedAt).toBe(
      revoked.body.revokedAt,
    );
  });

  test("once revoked is never issued again, and its region is free for another", async () => {
    await issue(key.publicKey);
    const other = await openAgentKey(await makeAgentJwk());
    expect(await issue(other.publicKey)).toMatchObject({
      status: 409,
      body: { detail: 'Another key speaks for "attic-berlin". Revoke it first, or take another region.' },
    });
    expect(await issue(key.publicKey)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("was issued before") },
    });
    await call("DELETE", `/v1/agents/${key.id}`, { headers: ADMIN });
    expect(await issue(key.publicKey)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("was revoked at") },
    });
    expect(await issue(other.publicKey)).toMatchObject({ status: 201 });
  });

  test.each([
    ["no admin key", {}, 401, 'The admin key must be sent as "Authorization: Bearer KEY".'],
    [
      "another admin key",
      { authorization: "Bearer the-key-of-somebody" },
      401,
      "The bearer token is not this network's admin key.",
    ],
  ])("%s opens nothing", async (_, headers, status, detail) => {
    for (const [method, path] of [
      ["GET", "/v1/agents"],
      ["POST", "/v1/agents"],
      ["DELETE", `/v1/agents/${key.id}`],
    ] as const)
      expect(await call(method, path, { headers })).toMatchObject({ status, body: { detail } });
  });

  test("a network without an admin key opens to nobody", async () => {
    await expect(requireAdmin("Bearer anything", { adminKey: null })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("Set the secret ADMIN_KEY"),
    });
  });

  test.each([
    [{ region: "weur" }, 'region: must be a name of its own, none of the network\'s regions; received "weur"'],
    [{ region: "local" }, 'region: must be a name of its own, none of the network\'s regions; received "local"'],
    [{ latitude: 91 }, "latitude: must be at most 90; received 91"],
    [
      { publicKey: "short" },
      'publicKey: must be an Ed25519 public key: its 32 bytes as 43 characters of base64url; received "short"',
    ],
    [{ speed: 1 }, 'the body: unknown field "speed"'],
  ])("%j is refused", async (wrong, detail) => {
    const body = JSON.stringify({ publicKey: key.publicKey, region: REGION, ...PLACE, ...wrong });
    expect(await call("POST", "/v1/agents", { headers: ADMIN, body })).toMatchObject({ status: 400, body: { detail } });
    expect(
      await call("POST", "/v1/agents", { headers: { ...ADMIN, "content-type": "application/json" }, body }),
    ).toMatchObject({ status: 400, body: { detail } });
  });
});

describe("the plan of an agent", () => {
  const ask = async (url: URL) =>
    call("GET", "/v1/plan", { headers: await signedHeaders(key, { method: "GET", url, body: null, now: Date.now() }) });

  test("is what the network's own probes get, with the name by which the agent is known", async () => {
    await issue(key.publicKey);
    expect(await ask(new URL(`${ORIGIN}/v1/plan`))).toMatchObject({
      status: 200,
      body: {
        version: "v1",
        agent: { id: key.id, region: REGION, ...PLACE },
        lanes: [{ intervalSeconds: 60, assignments: [{ service: "aria" }] }],
      },
    });
  });

  test("is for nobody else, and a signature for another address is none for this", async () => {
    expect(await ask(new URL(`${ORIGIN}/v1/plan`))).toMatchObject({
      status: 401,
      body: { detail: `No key of the id "${key.id}" was issued here.` },
    });
    await issue(key.publicKey);
    expect(await ask(new URL(`https://elsewhere.test/v1/plan`))).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining("is not that of") },
    });
    expect(await call("GET", "/v1/plan")).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining("must be signed") },
    });
  });
});

describe("a round of an agent", () => {
  beforeEach(() => issue(key.publicKey));

  test("is stored and folded, and makes the agent a region with its place on the map", async () => {
    const round = agentRound(0);
    expect(await post(key, round)).toMatchObject({ status: 201, body: { lane: LANE, folded: 1, planVersion: "v1" } });
    expect(await storedRounds()).toBe(1);
    const region = {
      id: REGION,
      name: PLACE.name,
      realised: "agent",
      colo: null,
      wanted: { latitude: 52.5, longitude: 13.4 },
      rounds: { run: 1 },
    };
    await env.FUSION.getByName("real/0").tick(Date.now());
    expect((await call("GET", `/v1/regions/${REGION}`)).body).toMatchObject(region);
    const map = (await call("GET", "/v1/map")).body as { features: { properties: { kind: string } }[] };
    expect(map.features.filter(({ properties }) => properties.kind === "probe")).toMatchObject([
      {
        id: REGION,
        geometry: { coordinates: [13.4, 52.5] },
        properties: { located: "agent", realised: "agent", name: PLACE.name },
      },
    ]);
  });

  test("keeps its place when the fold is rebuilt from what was stored", async () => {
    const observation = {
      ...roundOf({ region: REGION, slot: slotAgo(0) }).observations[0]!,
      colo: null,
      certificateExpiresAt: 1_800_000_000_000,
    };
    await post(key, agentRound(0, { observations: [observation] }));
    await evictDurableObject(env.FUSION.getByName("real/0"));
    const { regions } = await env.FUSION.getByName("real/0").snapshot();
    expect(regions).toMatchObject([{ id: REGION, name: PLACE.name, wanted: { latitude: 52.5 } }]);
    expect(String((await env.DB.prepare("SELECT body FROM rounds").first())?.body)).toContain("1800000000000");
  });

  test("says of itself only what the network knows of it", async () => {
    await post(
      key,
      agentRound(0, {
        realised: "durable-object",
        simulated: true,
        colo: "AMS",
        location: { name: "Nowhere", latitude: 0, longitude: 0 },
      }),
    );
    expect((await env.FUSION.getByName("real/0").snapshot()).regions).toMatchObject([
      { realised: "agent", simulated: false, colo: null, name: PLACE.name },
    ]);
  });

  test("a second time is refused, and changes nothing", async () => {
    await post(key, agentRound(0));
    expect(await post(key, agentRound(0))).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/^The round of attic-berlin\/60\/0 at .* is stored already\.$/) },
    });
    expect(await storedRounds()).toBe(1);
    expect((await env.FUSION.getByName("real/0").snapshot()).regions[0]?.rounds.run).toBe(1);
  });

  test("that was buffered is taken late, in order", async () => {
    for (const minutes of [90, 89, 0]) expect(await post(key, agentRound(minutes))).toMatchObject({ status: 201 });
    expect((await env.FUSION.getByName("real/0").snapshot()).regions[0]?.rounds).toMatchObject({ run: 3, missed: 88 });
  });

  test("of a service that nobody watches any more is left out", async () => {
    const stranger = { ...agentRound(0).observations[0]!, service: "stranger" as never };
    expect(await post(key, agentRound(0, { observations: [...agentRound(0).observations, stranger] }))).toMatchObject({
      status: 201,
      body: { folded: 1 },
    });
    expect((await env.FUSION.getByName("real/0").snapshot()).services.map(({ id }) => id)).toEqual(["aria"]);
  });

  test.each<[string, () => Promise<Answer>, number, string]>([
    [
      "by a key that was never issued",
      async () => post(await openAgentKey(await makeAgentJwk()), agentRound(0)),
      401,
      "was issued here",
    ],
    [
      "by another key under this key's id",
      async () => post({ ...(await openAgentKey(await makeAgentJwk())), id: key.id }, agentRound(0)),
      401,
      "The signature is not that of",
    ],
    [
      "changed on the way",
      () => post(key, agentRound(0), { sent: bytesOf(agentRound(1)) }),
      401,
      "Content-Digest must be that of the body",
    ],
    [
      "changed on the way, digest and all",
      async () => {
        const other = await signedHeaders(key, {
          method: "POST",
          url: new URL(`${ORIGIN}/v1/rounds`),
          body: bytesOf(agentRound(1)),
          now: Date.now(),
        });
        return post(key, agentRound(0), {
          sent: bytesOf(agentRound(1)),
          tamper: { "content-digest": other["content-digest"] ?? "" },
        });
      },
      401,
      "The signature is not that of",
    ],
    [
      "signed six minutes ago",
      () => post(key, agentRound(0), { now: Date.now() - 6 * MINUTE }),
      401,
      "A signature is good for 300 seconds",
    ],
    [
      "signed in six minutes",
      () => post(key, agentRound(0), { now: Date.now() + 6 * MINUTE }),
      401,
      "A signature is good for 300 seconds",
    ],
    [
      "signed without its digest",
      async () => {
        const headers = await signedHeaders(key, {
          method: "POST",
          url: new URL(`${ORIGIN}/v1/rounds`),
          body: null,
          now: Date.now(),
        });
        return post(key, agentRound(0), { tamper: headers });
      },
      401,
      "The signature must be called sig1",
    ],
    ["older than a day and an hour", () => post(key, agentRound(26 * 60)), 422, "a round must be at most 25 hours old"],
    ["from tomorrow", () => post(key, agentRound(-24 * 60)), 422, "must follow each other"],
    [
      "off its lane's schedule",
      () => post(key, agentRound(0, { slot: slotAgo(0) + 7 })),
      422,
      "slot must be one of the lane's own",
    ],
    [
      "with looks from another hour",
      () => post(key, agentRound(0, { observations: roundOf({ region: REGION, slot: slotAgo(60) }).observations })),
      422,
      "every look must lie between",
    ],
    [
      "for a region of the network",
      () => post(key, agentRound(0, { region: "weur" })),
      403,
      'the key speaks for "attic-berlin"; received a round that speaks for "weur"',
    ],
    [
      "with a look from another region",
      () => post(key, agentRound(0, { observations: roundOf({ region: "weur", slot: slotAgo(0) }).observations })),
      403,
      'speaks for "weur"',
    ],
    [
      "that is no round",
      async () => {
        const body = new TextEncoder().encode('{"region":7}');
        const headers = await signedHeaders(key, {
          method: "POST",
          url: new URL(`${ORIGIN}/v1/rounds`),
          body,
          now: Date.now(),
        });
        return call("POST", "/v1/rounds", { headers, body });
      },
      400,
      "region: must be text; received 7",
    ],
    [
      "that is too large",
      () => post(key, agentRound(0), { sent: new Uint8Array(1_500_001) }),
      413,
      "at most 1500000 bytes",
    ],
  ])("%s is refused with its own problem", async (_, send, status, words) => {
    expect(await send()).toMatchObject({ status, body: { status, detail: expect.stringContaining(words) } });
    expect(await storedRounds()).toBe(0);
  });

  test("by a revoked key is refused", async () => {
    await call("DELETE", `/v1/agents/${key.id}`, { headers: ADMIN });
    expect(await post(key, agentRound(0))).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/^The key "agt_.*" was revoked at /) },
    });
  });

  test("is described in the API's own document, with the key that opens it", async () => {
    const { paths } = (await call("GET", "/openapi.json")).body as {
      paths: Record<string, Record<string, { responses: object; security?: object }>>;
    };
    expect(Object.keys(paths["/v1/rounds"]?.post?.responses ?? {})).toEqual(
      expect.arrayContaining(["201", "401", "403", "409", "422"]),
    );
    expect(paths["/v1/agents"]?.post?.security).toEqual([{ admin: [] }]);
  });
});
