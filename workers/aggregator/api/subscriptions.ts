import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { SUBSCRIPTIONS_MAX, SUBSCRIPTIONS_PER_HOST } from "../../../shared/notify/limits.ts";
import {
  Subscription,
  SubscriptionChange,
  SubscriptionRequest,
  SubscriptionStatus,
} from "../../../shared/notify/subscription.ts";
import type { ApiKey } from "../../../shared/schema/api-key.ts";
import { SubscriptionId } from "../../../shared/schema/ids.ts";
import { clientName } from "../client-name.ts";
import { hostOf } from "../deliveries/kept.ts";
import { SUBSCRIPTION_BODY_BYTES } from "../limits.ts";
import {
  countSubscriptions,
  deleteSubscription,
  insertSubscription,
  listSubscriptions,
} from "../store/subscriptions.ts";
import { makeToken, sha256Of } from "../token.ts";
import { clientOf } from "./check-target.ts";
import { type Api, configOf } from "./context.ts";
import { problemOr, readJson } from "./json-body.ts";
import { problemResponse, Refusal } from "./problem.ts";
import { Dated } from "./schemas.ts";
import { listedKey, managed, shownKey } from "./subscription-access.ts";
import { requireTarget } from "./subscription-target.ts";

/** Subscriptions: made by anybody who proves that the target is theirs, managed with a key that is shown once. */

export const SubscriptionParam = z.object({
  id: SubscriptionId.openapi({ param: { name: "id", in: "path" } }),
});
export const SubscriptionAnswer = Subscription.extend(Dated.shape).openapi("Subscription");
const Made = Subscription.extend({ ...Dated.shape, secret: z.string(), manageKey: z.string() }).openapi(
  "MadeSubscription",
);
const WithSecret = Subscription.extend({ ...Dated.shape, secret: z.string() }).openapi("RotatedSubscription");
const Line = z
  .object({
    id: SubscriptionId,
    status: SubscriptionStatus,
    host: z.string(),
    format: z.string(),
    description: z.string(),
    createdAt: z.string(),
    counts: Subscription.shape.counts,
  })
  .openapi("SubscriptionLine");
const List = Dated.extend({ items: z.array(Line), next: z.null() }).openapi("SubscriptionList");
const Code = z.strictObject({ code: z.string().min(1).max(64) }).openapi("SubscriptionCode");

export const manageSecurity = [{ manage: [] }];
const bodyOf = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { "application/json": { schema } } },
});
const path = "/v1/subscriptions/{id}";
const params = { params: SubscriptionParam };

const ROUTES = {
  make: createRoute({
    method: "post",
    path: "/v1/subscriptions",
    summary: "Ask to be told: pending until the target answers a challenge",
    request: bodyOf(SubscriptionRequest.openapi("SubscriptionRequest")),
    responses: problemOr(
      { 201: [Made, "Pending. The secret and the manage key are shown this once."] },
      [400, 401, 422],
    ),
  }),
  list: createRoute({
    method: "get",
    path: "/v1/subscriptions",
    summary: "The subscriptions of an API key; all of them for the operator",
    security: manageSecurity,
    responses: problemOr({ 200: [List, "The oldest first."] }, [401, 403]),
  }),
  read: createRoute({
    method: "get",
    path,
    summary: "One subscription",
    security: manageSecurity,
    request: params,
    responses: problemOr({ 200: [SubscriptionAnswer, "As it is now."] }, [401, 403, 404]),
  }),
  change: createRoute({
    method: "patch",
    path,
    summary: "Change, pause or continue; what is absent stays",
    security: manageSecurity,
    request: { ...params, ...bodyOf(SubscriptionChange.openapi("SubscriptionChange")) },
    responses: problemOr({ 200: [SubscriptionAnswer, "As it is now."] }, [400, 401, 403, 404, 422]),
  }),
  end: createRoute({
    method: "delete",
    path,
    summary: "End it and forget everything",
    security: manageSecurity,
    request: params,
    responses: { ...problemOr({}, [401, 403, 404]), 204: { description: "It is gone." } },
  }),
  rotate: createRoute({
    method: "post",
    path: `${path}/secret`,
    summary: "A new secret; the last one is signed with as well for 24 hours",
    security: manageSecurity,
    request: params,
    responses: problemOr({ 200: [WithSecret, "The new secret is shown this once."] }, [401, 403, 404]),
  }),
  challenge: createRoute({
    method: "post",
    path: `${path}/challenge`,
    summary: "Send the challenge again",
    security: manageSecurity,
    request: params,
    responses: problemOr({ 200: [SubscriptionAnswer, "A challenge is on its way."] }, [401, 403, 404]),
  }),
  confirm: createRoute({
    method: "post",
    path: `${path}/confirm`,
    summary: "Give back the code that was sent to the target",
    security: manageSecurity,
    request: { ...params, ...bodyOf(Code) },
    responses: problemOr({ 200: [SubscriptionAnswer, "It is active."] }, [400, 401, 403, 404, 422]),
  }),
} as const;

export function subscriptionRoutes(api: OpenAPIHono<Api>): void {
  const bounded = bodyLimit({
    maxSize: SUBSCRIPTION_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The body must have at most ${SUBSCRIPTION_BODY_BYTES} bytes.`),
  });
  api.use("/v1/subscriptions/*", bounded, async (c, next) => {
    await next();
    c.header("cache-control", "no-store");
  });
  // Bodies are read by hand, so that a mistake is told with what was received.
  for (const route of Object.values(ROUTES)) api.openAPIRegistry.registerPath(route);

  api.post("/v1/subscriptions", make);
  api.get("/v1/subscriptions", async (c) => {
    const rows = await listSubscriptions(c.env.DB, { apiKey: await listedKey(c) });
    const items = rows.map(({ id, status, host, format, description, created_at, ...counts }) => {
      const { waiting, delivered, dead, skipped } = counts;
      const createdAt = new Date(created_at).toISOString();
      return { id, status, host, format, description, createdAt, counts: { waiting, delivered, dead, skipped } };
    });
    return c.json({ ...now(), items, next: null }, 200);
  });
  api.get("/v1/subscriptions/:id", async (c) => {
    const { id } = await managed(c, c.req.param("id"), "subscriptions:read");
    const view = await c.env.SUBSCRIBER.getByName(id).view();
    if (view === null) throw new Refusal(404, `There is no subscription "${id}".`);
    return c.json({ ...view, ...now() }, 200);
  });
  api.patch("/v1/subscriptions/:id", change);
  api.delete("/v1/subscriptions/:id", async (c) => {
    const { id } = await managed(c, c.req.param("id"), "subscriptions:write");
    // Found by nobody first: an object that is told of an event after this has nothing to do with it.
    await deleteSubscription(c.env.DB, id);
    await c.env.SUBSCRIBER.getByName(id).remove();
    return c.body(null, 204);
  });
  api.post("/v1/subscriptions/:id/secret", async (c) => {
    const { id } = await managed(c, c.req.param("id"), "subscriptions:write");
    const { secret, view } = await c.env.SUBSCRIBER.getByName(id).rotate();
    return c.json({ ...view, ...now(), secret }, 200);
  });
  api.post("/v1/subscriptions/:id/challenge", async (c) => {
    const { id } = await managed(c, c.req.param("id"), "subscriptions:write");
    await requireRate(c);
    return c.json({ ...(await c.env.SUBSCRIBER.getByName(id).challengeAgain()), ...now() }, 200);
  });
  api.post("/v1/subscriptions/:id/confirm", async (c) => {
    const { id } = await managed(c, c.req.param("id"), "subscriptions:write");
    const { code } = await readJson(c, Code);
    const view = await c.env.SUBSCRIBER.getByName(id).confirm(code);
    if (view === null)
      throw new Refusal(422, "code: must be the one that was sent to the target; POST …/challenge sends a new one");
    return c.json({ ...view, ...now() }, 200);
  });
}

async function make(c: Context<Api>): Promise<Response> {
  const key = await shownKey(c, "subscriptions:write");
  const request = await readJson(c, SubscriptionRequest);
  const { origin } = new URL(c.req.url);
  requireTarget(request, { config: configOf(c), origin });
  await requireRate(c);
  const host = hostOf(request);
  await requireRoom(c, { key, host });
  const id = SubscriptionId.parse(makeToken("sub"));
  const manageKey = makeToken("dwm");
  // Found first and there second: what is found and not there is nothing yet, and is forgotten after a day.
  await insertSubscription(c.env.DB, {
    id,
    manage_key_sha256: await sha256Of(manageKey),
    api_key: key?.id ?? null,
    host,
    format: request.format,
    description: request.description,
    created_at: Date.now(),
  });
  const { secret, view } = await c.env.SUBSCRIBER.getByName(id).open(request, origin);
  return c.json({ ...view, ...now(), secret, manageKey }, 201);
}

async function change(c: Context<Api, "/v1/subscriptions/:id">): Promise<Response> {
  const { id } = await managed(c, c.req.param("id"), "subscriptions:write");
  const wish = await readJson(c, SubscriptionChange);
  const subscriber = c.env.SUBSCRIBER.getByName(id);
  const before = await subscriber.view();
  if (before === null) throw new Refusal(404, `There is no subscription "${id}".`);
  if (wish.status !== undefined && wish.status !== before.status && !["active", "paused"].includes(before.status))
    throw new Refusal(422, `status: a subscription that is ${before.status} cannot become ${wish.status}`);
  const { url = before.url, format = before.format, settings = before.settings } = wish;
  requireTarget({ url, format, settings }, { config: configOf(c), origin: new URL(c.req.url).origin });
  if (url !== before.url) await requireRate(c);
  return c.json({ ...(await subscriber.change(wish)), ...now() }, 200);
}

async function requireRate(c: Context<Api>): Promise<void> {
  const key = await clientName(c.env, clientOf(c.req.header("cf-connecting-ip")));
  const { success } = await c.env.SUBSCRIPTIONS_BY.limit({ key });
  if (success) return;
  c.header("retry-after", "60");
  throw new Refusal(429, "Challenges are limited per client. Try again in a minute.");
}

async function requireRoom(c: Context<Api>, { key, host }: { key: ApiKey | null; host: string }): Promise<void> {
  const { all, ofKey, ofHost } = await countSubscriptions(c.env.DB, { apiKey: key?.id ?? null, host });
  if (all >= SUBSCRIPTIONS_MAX)
    throw new Refusal(429, `This network has room for ${SUBSCRIPTIONS_MAX} subscriptions, and all are taken.`);
  if (key !== null && ofKey >= key.maxSubscriptions)
    throw new Refusal(
      429,
      `The key "${key.id}" has room for ${key.maxSubscriptions} subscriptions, and all are taken.`,
    );
  if (key === null && ofHost >= SUBSCRIPTIONS_PER_HOST && !configOf(c).deliverToPrivate)
    throw new Refusal(
      429,
      `There are ${ofHost} subscriptions to ${host} already; more need an API key of this network's operator.`,
    );
}

function now(): z.infer<typeof Dated> {
  return { asOf: new Date().toISOString(), stale: false };
}
