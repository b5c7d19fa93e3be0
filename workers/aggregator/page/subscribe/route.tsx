import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Child } from "hono/jsx";
import { z } from "zod";
import { Subscription } from "../../../../shared/notify/subscription.ts";
import { type Api, frontOf, serviceIn } from "../../api/context.ts";
import { problemResponse } from "../../api/problem.ts";
import { SUBSCRIPTION_BODY_BYTES } from "../../limits.ts";
import { ErrorPage } from "../error.tsx";
import { viewOf } from "../view-of.ts";
import { ActedPage } from "./acts.tsx";
import { MadePage } from "./made.tsx";
import { type Answered, askOwnApi } from "./own-api.ts";

/** Subscribing a webhook, confirming and trying it: forms over the API, nothing kept. */

const Made = Subscription.extend({ secret: z.string(), manageKey: z.string() });

export function subscribeRoutes(app: Hono<Api>): void {
  const bounded = bodyLimit({
    maxSize: SUBSCRIPTION_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The form must have at most ${SUBSCRIPTION_BODY_BYTES} bytes.`),
  });
  app.post("/s/:id/subscribe", bounded, async (c) => {
    const view = viewOf(c);
    const service = serviceIn(await frontOf(c), c.req.param("id")).id;
    const { url, format } = await fieldsOf(c);
    const body = { url, format, filter: { services: [service] } };
    const answered = await askOwnApi(app, c, { method: "POST", path: "/v1/subscriptions", body });
    if (!answered.ok) return show(c, <ErrorPage view={view} problem={answered.problem} />, answered);
    return show(c, <MadePage view={view} service={service} made={Made.parse(answered.body)} />, answered);
  });

  app.post("/s/:id/subscribe/act", bounded, async (c) => {
    const view = viewOf(c);
    const service = serviceIn(await frontOf(c), c.req.param("id")).id;
    const { id = "", manageKey = "", act = "", code = "" } = await fieldsOf(c);
    const isConfirm = act === "confirm";
    const answered = await askOwnApi(app, c, {
      method: "POST",
      path: `/v1/subscriptions/${encodeURIComponent(id)}/${isConfirm ? "confirm" : "test"}`,
      body: isConfirm ? { code } : {},
      key: manageKey,
    });
    if (!answered.ok) return show(c, <ErrorPage view={view} problem={answered.problem} />, answered);
    const { tested, confirmed } = view.words.subscribe;
    const did = isConfirm ? confirmed : tested;
    return show(c, <ActedPage view={view} service={service} id={id} manageKey={manageKey} did={did} />, answered);
  });
}

async function fieldsOf(c: Context<Api>): Promise<Record<string, string>> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
}

/** The status of a refusal is the API's own. */
async function show(c: Context<Api>, page: Child, answered: Answered): Promise<Response> {
  const status = answered.ok ? 200 : answered.problem.status;
  return new Response(`<!doctype html>${await page}`, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-language": viewOf(c).language,
    },
  });
}
