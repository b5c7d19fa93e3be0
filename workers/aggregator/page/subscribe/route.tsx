import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Child } from "hono/jsx";
import { z } from "zod";
import { Delivery } from "../../../../shared/notify/delivery.ts";
import { Subscription } from "../../../../shared/notify/subscription.ts";
import { type Api, frontOf, serviceIn } from "../../api/context.ts";
import { problemResponse } from "../../api/problem.ts";
import { SUBSCRIPTION_BODY_BYTES } from "../../limits.ts";
import { ErrorPage } from "../error.tsx";
import { viewOf } from "../view-of.ts";
import { type Log, LogPage } from "./log.tsx";
import { MadePage } from "./made.tsx";
import { type Answered, askOwnApi } from "./own-api.ts";

/** Subscribing a webhook, confirming it, and reading what became of its deliveries: forms over the API, nothing kept. */

const Made = Subscription.extend({ secret: z.string(), manageKey: z.string() });
const Deliveries = z.object({ items: z.array(Delivery) });
/** Deliveries on one page. */
const SHOWN = 50;

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

  app.get("/subscriptions", async (c) => {
    const log = { id: "", manageKey: "", did: null, deliveries: null, refused: null };
    return show(c, <LogPage view={viewOf(c)} log={log} />, null);
  });

  app.post("/subscriptions", bounded, async (c) => {
    const view = viewOf(c);
    const { id = "", manageKey = "", act = "log", code = "" } = await fieldsOf(c);
    const path = `/v1/subscriptions/${encodeURIComponent(id)}`;
    const done = await doneBy(app, c, { act, path, code, key: manageKey });
    const read = { method: "GET", path: `${path}/deliveries?limit=${SHOWN}`, key: manageKey } as const;
    const answered = done !== null && !done.ok ? done : await askOwnApi(app, c, read);
    const { tested, confirmed } = view.words.subscribe;
    const log: Log = {
      id,
      manageKey,
      did: done === null || !answered.ok ? null : act === "test" ? tested : confirmed,
      deliveries: answered.ok ? Deliveries.parse(answered.body).items : null,
      refused: answered.ok ? null : answered.problem,
    };
    return show(c, <LogPage view={view} log={log} />, answered);
  });
}

type Act = { readonly act: string; readonly path: string; readonly code: string; readonly key: string };

/** What a button does before the log is read; `null` where it only reads. */
async function doneBy(app: Hono<Api>, c: Context<Api>, { act, path, code, key }: Act): Promise<Answered | null> {
  if (act === "test") return askOwnApi(app, c, { method: "POST", path: `${path}/test`, body: {}, key });
  if (act === "confirm") return askOwnApi(app, c, { method: "POST", path: `${path}/confirm`, body: { code }, key });
  return null;
}

async function fieldsOf(c: Context<Api>): Promise<Record<string, string>> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value.trim()]] : [])),
  );
}

/** The status of a refusal is the API's own. */
async function show(c: Context<Api>, page: Child, answered: Answered | null): Promise<Response> {
  const status = answered === null || answered.ok ? 200 : answered.problem.status;
  return new Response(`<!doctype html>${await page}`, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-language": viewOf(c).language,
    },
  });
}
