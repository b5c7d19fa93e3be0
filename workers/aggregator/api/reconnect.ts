import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { reconnectPlan } from "../../../shared/recovery/reconnect.ts";
import { recoveryOf } from "../../../shared/recovery/recovery.ts";
import { ServiceView } from "../../../shared/schema/index.ts";
import { ReconnectPlan, Recovery } from "../../../shared/schema/recovery.ts";
import { type Api, dated, frontOf, serviceIn } from "./context.ts";
import { courseOf } from "./course.ts";
import { answers, Dated } from "./schemas.ts";
import { ServiceParam } from "./services.ts";

/** How clients of a service should come back. `Retry-After` says when to ask again, and is what the service itself may send. */

const Answer = Dated.extend({ service: z.string(), plan: ReconnectPlan, recovery: Recovery }).openapi("Reconnect");

const reconnect = createRoute({
  method: "get",
  path: "/v1/services/{id}/reconnect",
  summary: "The reconnect plan: how clients come back without a stampede, and how far the recovery is",
  request: { params: ServiceParam },
  responses: answers(Answer, "The plan. Retry-After: seconds until it should be asked for again."),
});

export function reconnectRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(reconnect, async (c) => {
    const front = await frontOf(c);
    const service = ServiceView.parse(serviceIn(front, c.req.valid("param").id));
    const now = Math.max(Date.now(), service.verdict.at);
    const recovery = recoveryOf(await courseOf(c, service, now));
    const plan = reconnectPlan(recovery, now);
    if (plan.retryAfterSeconds > 0) c.header("retry-after", String(plan.retryAfterSeconds));
    return c.json(
      {
        ...dated(front),
        service: service.id,
        plan: z.encode(ReconnectPlan, plan),
        recovery: z.encode(Recovery, recovery),
      },
      200,
    );
  });
}
