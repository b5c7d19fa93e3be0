import { type OpenAPIHono, z } from "@hono/zod-openapi";
import {
  CertificateTold,
  EventLinks,
  EventType,
  IncidentTold,
  MaintenanceTold,
  NoticeTold,
  ProbeTold,
} from "../../../shared/schema/event.ts";
import type { Api } from "./context.ts";

/** The events as the OpenAPI document tells them: what a subscriber's own server is asked. */

const Rest = { links: EventLinks, test: z.literal(true).optional() };
const SCHEMAS = {
  incident: IncidentTold.extend(Rest).openapi("IncidentEvent"),
  notice: NoticeTold.extend(Rest).openapi("NoticeEvent"),
  maintenance: MaintenanceTold.extend(Rest).openapi("MaintenanceEvent"),
  probe: ProbeTold.extend(Rest).openapi("ProbeEvent"),
  certificate: CertificateTold.extend(Rest).openapi("CertificateEvent"),
};
const Challenge = z
  .object({ type: z.literal("subscription.challenge"), subscription: z.string(), challenge: z.string() })
  .openapi("SubscriptionChallenge");

const HEADERS = z.object({
  "webhook-id": z.string().openapi({ description: "The event's id; the same whenever the event is sent again." }),
  "webhook-timestamp": z.string().openapi({ description: "Seconds since 1970 at which this attempt began." }),
  "webhook-signature": z
    .string()
    .openapi({ description: "`v1,…` for each secret in force and, when asked for, `v1a,…`: Standard Webhooks." }),
});

export function webhookDocs({ openAPIRegistry }: OpenAPIHono<Api>): void {
  const register = (name: string, schema: z.ZodType, answers: Record<number, { description: string }>) =>
    openAPIRegistry.registerWebhook({
      method: "post",
      path: name,
      summary: name,
      request: { headers: HEADERS, body: { required: true, content: { "application/json": { schema } } } },
      responses: answers,
    });
  for (const type of EventType.options) {
    const kind = type.slice(0, type.indexOf(".")) as keyof typeof SCHEMAS;
    register(type, SCHEMAS[kind], {
      200: { description: "Taken; any 2xx within 10 seconds." },
      410: { description: "Gone: the subscription is disabled." },
      default: { description: "Tried again, for a day; Retry-After is honoured." } as never,
    } as Record<number, { description: string }>);
  }
  register("subscription.challenge", Challenge, {
    200: { description: 'Answered with {"challenge": "…"}, the word that was sent.' },
  });
}
