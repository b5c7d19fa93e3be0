import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { z as zod } from "zod";
import { seriesOf } from "../../../shared/reports/series.ts";
import {
  formatInstant,
  InstantText,
  parseInstant,
  ReportReceipt,
  ReportRequest,
  ReportSeries,
} from "../../../shared/schema/index.ts";
import { REPORT_BODY_BYTES, REPORT_SPAN_MS } from "../limits.ts";
import { admitReport } from "../reports/admit.ts";
import { reportableService } from "../reports/known-services.ts";
import { minutesOf, reportsNowOf } from "../reports/read.ts";
import { noteRefusal } from "../reports/refusals.ts";
import { type Api, dated, frontOf, serviceIn } from "./context.ts";
import { problemOr, readJson } from "./json-body.ts";
import { problemResponse, Refusal } from "./problem.ts";
import { answers, Dated } from "./schemas.ts";
import { ServiceParam } from "./services.ts";

/** What people report: taken in, and told as counts against what is usual. */

const Query = z.object({
  since: InstantText.optional().openapi({
    param: { name: "since", in: "query" },
    type: "string",
    format: "date-time",
    description: "From when; a day before `until` where absent.",
  }),
  until: InstantText.optional().openapi({
    param: { name: "until", in: "query" },
    type: "string",
    format: "date-time",
    description: "Until when; now where absent.",
  }),
});
const Answer = Dated.extend({
  service: zod.string(),
  symptoms: zod.array(zod.string()),
  ...ReportSeries.shape,
}).openapi("Reports");

const post = createRoute({
  method: "post",
  path: "/v1/services/{id}/reports",
  summary: "It does not work for me, or it does",
  request: { params: ServiceParam, body: { content: { "application/json": { schema: ReportRequest } } } },
  responses: problemOr(
    {
      201: [ReportReceipt.openapi("ReportReceipt"), "The report counts, and that is durable."],
      200: [ReportReceipt.openapi("ReportReceipt"), "The same reporter was counted within the last half-hour."],
    },
    [400, 403, 404, 413, 429],
  ),
});
const get = createRoute({
  method: "get",
  path: "/v1/services/{id}/reports",
  summary: "How many people report it, against what is usual",
  request: { params: ServiceParam, query: Query },
  responses: answers(Answer, "The series, and what it is made of."),
});

export function reportRoutes(api: OpenAPIHono<Api>): void {
  api.openAPIRegistry.registerPath(post);
  const bounded = bodyLimit({
    maxSize: REPORT_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The body must have at most ${REPORT_BODY_BYTES} bytes.`),
  });
  api.post("/v1/services/:id/reports", bounded, async (c) => {
    const service = await reportableService(c, c.req.param("id"));
    const request = await readJson(c, ReportRequest).catch((error: unknown) => {
      noteRefusal(service.id, "malformed");
      throw error;
    });
    const receipt = await admitReport(c, service, request);
    return c.json(zod.encode(ReportReceipt, receipt), receipt.counted === "yes" ? 201 : 200, {
      "cache-control": "no-store",
    });
  });

  api.openapi(get, async (c) => {
    const front = await frontOf(c);
    const service = serviceIn(front, c.req.valid("param").id);
    const now = Date.now();
    const current = await reportsNowOf(c, service);
    const span = spanOf(c.req.valid("query"), now, current?.minuteMs ?? 60_000);
    const { minutes, complete } = await minutesOf(c, service.id, { ...span, current });
    const options = { ...span, minuteMs: current?.minuteMs ?? 60_000, baseline: current?.baseline ?? null };
    const isStale = current === null || !complete;
    return c.json(
      {
        ...dated(front),
        ...(isStale ? { stale: true } : {}),
        service: service.id,
        symptoms: [...service.symptoms],
        ...zod.encode(ReportSeries, seriesOf(minutes, options)),
      },
      200,
    );
  });
}

/** A time to another, of bounded length. In a simulated network a day is as long as its own. */
function spanOf(
  query: { since?: string | undefined; until?: string | undefined },
  now: number,
  minuteMs: number,
): { since: number; until: number } {
  const longest = REPORT_SPAN_MS.max * (minuteMs / 60_000);
  const until = parseInstant(query.until ?? "") ?? now;
  const since = parseInstant(query.since ?? "") ?? until - REPORT_SPAN_MS.default * (minuteMs / 60_000);
  if (since < until && until - since <= longest) return { since, until };
  const message = `must be before "until" (${formatInstant(until)}), by at most ${REPORT_SPAN_MS.max / 86_400_000} days; received ${JSON.stringify(formatInstant(since))}`;
  throw new Refusal(400, `since: ${message}`, [{ path: "since", message }]);
}
