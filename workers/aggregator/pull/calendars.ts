import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { calendar } from "../../../shared/feed/calendar.ts";
import { type Api, frontOf, serviceIn } from "../api/context.ts";
import { Refusal } from "../api/problem.ts";
import { CALENDAR_SECONDS } from "./limits.ts";
import { linksOf } from "./links.ts";
import { plannedWork } from "./planned.ts";
import { fileNamed, NOTHING, pulled, splitFile, textAnswer } from "./pulled.ts";

/** Planned work as calendars to subscribe to, of all services or of one. */

const TYPE = "text/calendar; charset=utf-8";

export function calendarRoutes(api: OpenAPIHono<Api>): void {
  pulled(api, {
    path: "/calendar.ics",
    summary: "Maintenance as a calendar (iCalendar)",
    types: [TYPE],
    schema: NOTHING,
    answer: (c) => answerCalendar(c, null),
  });
  pulled(api, {
    path: "/calendar/{file}",
    summary: "Maintenance of one service as a calendar",
    description: "`/calendar/aria.ics`.",
    types: [TYPE],
    params: ["file"],
    schema: z.object({ file: fileNamed(["ics"]) }),
    answer: (c, { file }) => answerCalendar(c, splitFile(file).id),
  });
}

async function answerCalendar(c: Context<Api>, id: string | null): Promise<Response> {
  const front = await frontOf(c);
  const service = id === null ? null : serviceIn(front, id);
  const planned = await plannedWork(c, front, { service: id, now: Date.now() });
  // An empty calendar would take every window out of its readers' own.
  if (planned === null)
    throw new Refusal(503, "What is planned cannot be read right now. Trying again in a minute may help.");
  const { origin, authority } = linksOf(c);
  const text = calendar(planned, {
    title: service === null ? "Maintenance" : `Maintenance: ${service.name}`,
    self: service === null ? `${origin}/calendar.ics` : `${origin}/calendar/${service.id}.ics`,
    authority,
  });
  return textAnswer(c, text, { type: TYPE, seconds: CALENDAR_SECONDS });
}
