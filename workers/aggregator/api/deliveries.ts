import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { z as zod } from "zod";
import { Delivery, DeliveryState } from "../../../shared/notify/delivery.ts";
import { REPLAY_MAX } from "../../../shared/notify/limits.ts";
import { EventId, InstantText, parseInstant, ServiceId } from "../../../shared/schema/index.ts";
import { eventsById, eventsSince } from "../store/published-events.ts";
import { type Api, frontOf, serviceIn } from "./context.ts";
import { Paging, readCursor, writeCursor } from "./cursor.ts";
import { problemOr, readJson } from "./json-body.ts";
import { Refusal } from "./problem.ts";
import { Dated } from "./schemas.ts";
import { managed } from "./subscription-access.ts";
import { manageSecurity, SubscriptionParam } from "./subscriptions.ts";

/** What became of each event for one subscription, a test, and sending again what was lost. */

const List = Dated.extend({ items: z.array(Delivery), next: z.string().nullable() }).openapi("DeliveryList");
const Query = Paging.extend({
  state: DeliveryState.optional().openapi({ param: { name: "state", in: "query" } }),
});
const TestRequest = z
  .strictObject({ service: ServiceId.optional() })
  .openapi("SubscriptionTest", { description: "The service that the made-up event is about." });
const Replay = z
  .union([
    z.strictObject({ event: EventId }),
    z.strictObject({ since: InstantText, undelivered: z.boolean().default(true) }),
  ])
  .openapi("SubscriptionReplay", {
    description: "One event; or all since a time that the filter lets through, unless delivered already.",
  });
const Replayed = Dated.extend({ events: z.int() }).openapi("SubscriptionReplayed");
const Tested = Dated.extend({ event: z.string() }).openapi("SubscriptionTested");

const path = "/v1/subscriptions/{id}";
const shared = { security: manageSecurity };
const bodyOf = <T extends z.ZodType>(schema: T) => ({ body: { content: { "application/json": { schema } } } });
const log = createRoute({
  ...shared,
  method: "get",
  path: `${path}/deliveries`,
  summary: "The delivery log: every event that came, every attempt, and why one was not sent",
  request: { params: SubscriptionParam, query: Query },
  responses: problemOr({ 200: [List, "The newest first."] }, [400, 401, 403, 404]),
});
const test = createRoute({
  ...shared,
  method: "post",
  path: `${path}/test`,
  summary: "Send a made-up event, marked as a test",
  request: { params: SubscriptionParam, ...bodyOf(TestRequest) },
  responses: problemOr(
    { 202: [Tested, "It is on its way; the log tells what became of it."] },
    [400, 401, 403, 404, 422],
  ),
});
const again = createRoute({
  ...shared,
  method: "post",
  path: `${path}/replay`,
  summary: "Send events again, under their ids",
  request: { params: SubscriptionParam, ...bodyOf(Replay) },
  responses: problemOr({ 202: [Replayed, "So many are on their way."] }, [400, 401, 403, 404, 422]),
});

const Mark = zod.object({ position: zod.number() });

export function deliveryRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(log, async (c) => {
    const { id } = await managed(c, c.req.valid("param").id, "subscriptions:read");
    const { limit, cursor, state = null } = c.req.valid("query");
    const before = readCursor(cursor, Mark)?.position ?? null;
    const { items, next } = await c.env.SUBSCRIBER.getByName(id).log({ before, state, limit });
    return c.json({ ...now(), items, next: next === null ? null : writeCursor({ position: next }) }, 200);
  });

  // Read here rather than by the route, so that a mistake is told with what was received.
  api.openAPIRegistry.registerPath(test);
  api.post("/v1/subscriptions/:id/test", async (c) => {
    const row = await managed(c, c.req.param("id"), "subscriptions:write");
    requireActive(row);
    const { service } = (await c.req.raw.clone().text()) === "" ? {} : await readJson(c, TestRequest);
    const about = service === undefined ? null : serviceIn(await frontOf(c), service);
    const named = about === null ? null : { id: ServiceId.parse(about.id), name: about.name, tags: about.tags };
    const event = await c.env.SUBSCRIBER.getByName(row.id).test(named);
    return c.json({ ...now(), event }, 202);
  });

  api.openAPIRegistry.registerPath(again);
  api.post("/v1/subscriptions/:id/replay", async (c) => {
    const row = await managed(c, c.req.param("id"), "subscriptions:write");
    requireActive(row);
    const wish = await readJson(c, Replay);
    const found =
      "event" in wish
        ? await eventsById(c.env.DB, [wish.event])
        : await eventsSince(c.env.DB, { since: parseInstant(wish.since) ?? 0, limit: REPLAY_MAX });
    if ("event" in wish && found.length === 0)
      throw new Refusal(404, `There is no event "${wish.event}": it never was, or it is more than 90 days old.`);
    const events = await c.env.SUBSCRIBER.getByName(row.id).replay(
      found.map(({ event }) => event),
      { onlyUndelivered: "since" in wish && wish.undelivered, evenFiltered: "event" in wish },
    );
    return c.json({ ...now(), events }, 202);
  });
}

function requireActive({ id, status }: { id: string; status: string }): void {
  if (status !== "active")
    throw new Refusal(422, `The subscription "${id}" must be active to be sent anything; it is ${status}.`);
}

function now(): z.infer<typeof Dated> {
  return { asOf: new Date().toISOString(), stale: false };
}
