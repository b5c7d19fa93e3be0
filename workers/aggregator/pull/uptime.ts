import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { UPTIME_DAYS } from "../../../shared/feed/limits.ts";
import { type Past, type Span, type Uptime, uptimeOf } from "../../../shared/feed/uptime.ts";
import { formatInstant, parseInstant } from "../../../shared/schema/index.ts";
import { type Api, dated, frontOf, serviceIn } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import { answers, Dated } from "../api/schemas.ts";
import { ServiceParam } from "../api/services.ts";
import { incidentsSince } from "../store/incidents.ts";
import { findService } from "../store/services.ts";
import { stateChanges } from "../store/verdicts.ts";
import { watchedSpans } from "../store/watches.ts";
import { kept } from "./kept.ts";
import { UPTIME_CHANGES, UPTIME_INCIDENTS, UPTIME_SECONDS } from "./limits.ts";

/** How much of the last weeks a service was up, of the time that anybody could see it. */

const DAY_MS = 86_400_000;

const UptimeAnswer = Dated.extend({
  service: z.string(),
  windows: z.array(
    z.object({
      days: z.int(),
      from: z.string(),
      to: z.string(),
      up: z.number().nullable().openapi({ description: "Share of the known time outside of any incident." }),
      knownSeconds: z.number(),
      seconds: z
        .object({
          up: z.number(),
          degraded: z.number(),
          down: z.number(),
          unknown: z.number(),
          maintenance: z.number(),
        })
        .openapi({ description: "Unknown time and maintenance count neither way." }),
    }),
  ),
}).openapi("Uptime");

const route = createRoute({
  method: "get",
  path: "/v1/services/{id}/uptime",
  summary: "Uptime over 30 and 90 days, of the time that is known",
  request: { params: ServiceParam },
  responses: answers(UptimeAnswer, "One window per span of days."),
});

export function uptimeRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(route, async (c) => {
    const front = await frontOf(c);
    const { id } = serviceIn(front, c.req.valid("param").id);
    const windows = await Promise.all(
      UPTIME_DAYS.map(async (days) => windowOf(days, await uptimeFor(c, { id, days }))),
    );
    return c.json({ ...dated(front), service: id, windows }, 200);
  });
}

function windowOf(days: number, { from, to, up, knownMs, ms }: Uptime) {
  const seconds = (value: number) => Math.round(value / 1_000);
  const { up: upMs, degraded, down, unknown, maintenance } = ms;
  return {
    days,
    from: formatInstant(from),
    to: formatInstant(to),
    up,
    knownSeconds: seconds(knownMs),
    seconds: {
      up: seconds(upMs),
      degraded: seconds(degraded),
      down: seconds(down),
      unknown: seconds(unknown),
      maintenance: seconds(maintenance),
    },
  };
}

/** Kept for some minutes; refuses while D1 is away, for then nothing of the past is known. */
export async function uptimeFor(c: Context<Api>, { id, days }: { id: string; days: number }): Promise<Uptime> {
  return kept(c, { key: `uptime/${id}/${days}`, seconds: UPTIME_SECONDS }, async () => {
    const to = Date.now();
    const span = { from: to - days * DAY_MS, to };
    try {
      return await readUptime(c.env.DB, id, span);
    } catch (error) {
      console.warn("uptime not known: D1 is away", { service: id, error: String(error) });
      throw new Refusal(503, "The past cannot be read right now. Trying again in a minute may help.");
    }
  });
}

async function readUptime(db: D1Database, service: string, span: Span): Promise<Uptime> {
  return uptimeOf(await readPast(db, service, span), span);
}

/** What of a span is known of a service. */
export async function readPast(db: D1Database, service: string, span: Span): Promise<Past> {
  const { from } = span;
  const [changes, incidents, written, watched] = await Promise.all([
    stateChanges(db, { service, from, limit: UPTIME_CHANGES }),
    incidentsSince(db, { service, from, limit: UPTIME_INCIDENTS }),
    findService(db, service),
    watchedSpans(db, span),
  ]);
  const maintenance = (written?.maintenance ?? []).map((window) => ({
    from: parseInstant(window.from) ?? 0,
    to: parseInstant(window.to) ?? 0,
  }));
  return { changes, incidents, maintenance, watched };
}
