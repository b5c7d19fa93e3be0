import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Api } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import { managedWith } from "../api/subscription-access.ts";
import { SUBSCRIPTION_BODY_BYTES } from "../limits.ts";
import { type LogPage, SubscriptionLog } from "./subscription-log.tsx";
import { viewOf } from "./view-of.ts";

/** The log as a page: asked for with a form, so that the manage key stands in no address, history or log of a proxy. */

const DELIVERIES_SHOWN = 50;
const EMPTY: LogPage = { asked: null, refusal: null, subscription: null, deliveries: [], older: null };

const Form = z.object({
  id: z.string().max(128),
  key: z.string().min(1).max(128),
  before: z.coerce.number().int().positive().nullish(),
});

export function subscriptionLogRoutes(app: Hono<Api>): void {
  app.get("/subscriptions", (c) => show(c, EMPTY, 200));
  app.post("/subscriptions", bodyLimit({ maxSize: SUBSCRIPTION_BODY_BYTES }), async (c) => {
    const form = Form.safeParse(await c.req.parseBody());
    const page = form.success ? await pageFor(c, form.data) : { ...EMPTY, refusal: "Both fields must be filled in." };
    return show(c, page, page.subscription === null ? 403 : 200);
  });
}

async function show(c: Context<Api>, page: LogPage, status: 200 | 403): Promise<Response> {
  const view = viewOf(c);
  return c.html(`<!doctype html>${await (<SubscriptionLog view={view} {...page} />)}`, status, {
    "cache-control": "no-store",
    "content-language": view.language,
  });
}

async function pageFor(
  c: Parameters<typeof managedWith>[0],
  { id, key, before }: z.infer<typeof Form>,
): Promise<LogPage> {
  const asked = { id, key };
  try {
    const row = await managedWith(c, { id, shown: key, scope: "subscriptions:read" });
    const subscriber = c.env.SUBSCRIBER.getByName(row.id);
    const [subscription, log] = await Promise.all([
      subscriber.view(),
      subscriber.log({ before: before ?? null, state: null, limit: DELIVERIES_SHOWN }),
    ]);
    return { asked, refusal: null, subscription, deliveries: log.items, older: log.next };
  } catch (error) {
    if (error instanceof Refusal) return { ...EMPTY, asked, refusal: error.message };
    throw error;
  }
}
