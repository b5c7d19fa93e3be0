import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { z as zod } from "zod";
import { AskedPlatform, AskedSymptom, Certainty, Diagnosis, Language } from "../../../shared/schema/diagnosis.ts";
import { RegionId } from "../../../shared/schema/index.ts";
import { Advice, Recovery } from "../../../shared/schema/recovery.ts";
import { Belief, Verdict } from "../../../shared/schema/verdict.ts";
import type { Api } from "./context.ts";
import { diagnosedFor } from "./diagnosed.ts";
import { answers, Dated } from "./schemas.ts";
import { ServiceParam } from "./services.ts";
import { Tried } from "./tried.ts";

/** Is it just me? An answer for one caller: never cached, and nothing of the caller is kept. */

const param = (name: string, description: string) => ({ param: { name, in: "query" as const }, description });

const Query = z.object({
  symptom: AskedSymptom.optional().openapi({
    ...param("symptom", "What does not work."),
    type: "string",
    example: "login",
  }),
  platform: AskedPlatform.optional().openapi(param("platform", "What it is used on.")),
  canReachOthers: Certainty.default("unknown").openapi(param("canReachOthers", "Whether other sites load.")),
  vpn: Certainty.default("unknown").openapi(param("vpn", "Whether a VPN or proxy is in use.")),
  tried: Tried.optional().openapi(param("tried", "Endpoints tried from the caller's own network.")),
  controls: Tried.optional().openapi(param("controls", "Unrelated addresses tried from there.")),
  lang: Language.optional().openapi(param("lang", "The answer's language; else Accept-Language decides.")),
  country: zod
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as "DE"')
    .optional()
    .openapi(param("country", "Where the caller is. Believed on a local network only.")),
  asn: zod.coerce
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .optional()
    .openapi(param("asn", "The number of the caller's network. Believed on a local network only.")),
});

const Answer = Dated.extend({
  service: zod.string(),
  ...Diagnosis.shape,
  verdict: Verdict.pick({ state: true, probability: true, scope: true, layer: true, phase: true }),
  /** The verdict where the caller is; `null` where it is not seen from there. */
  there: Belief.extend({ region: RegionId }).nullable(),
  asker: zod.object({
    country: zod.string().nullable(),
    subdivision: zod.string().nullable(),
    asn: zod.number().nullable(),
    colo: zod.string().nullable(),
    region: RegionId.nullable(),
    said: zod.enum(["edge", "query", "unknown"]),
    symptom: zod.string().nullable(),
    platform: AskedPlatform.nullable(),
    canReachOthers: Certainty,
    vpn: Certainty,
    lang: Language,
  }),
  nextLookAt: zod.string().nullable().openapi({ format: "date-time" }),
  advice: Advice,
  recovery: Recovery,
}).openapi("Diagnosis");

const diagnosis = createRoute({
  method: "get",
  path: "/v1/services/{id}/diagnosis",
  summary: "Is it just me? For whom it fails, why, and what to do now",
  request: { params: ServiceParam, query: Query },
  responses: answers(Answer, "The answer for this caller, with steps."),
});

export function diagnosisRoutes(api: OpenAPIHono<Api>): void {
  api.openapi(diagnosis, async (c) => {
    const answer = await diagnosedFor(c, c.req.valid("param").id, c.req.valid("query"));
    c.header("content-language", answer.asker.lang);
    c.header("vary", "Accept-Language", { append: true });
    return c.json(answer, 200, { "cache-control": "private, no-store" });
  });
}
