import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { judgeNow } from "../../../shared/observe/judge-now.ts";
import {
  type CheckAnswer,
  type CheckRequest,
  formatInstant,
  LAYER_OF_CAUSE,
  type LookNow,
  type PlaceId,
} from "../../../shared/schema/index.ts";
import { clientName } from "../client-name.ts";
import type { Asked } from "../env.ts";
import { CHECK_BODY_BYTES } from "../limits.ts";
import { placesOf, questionOf, readRequest, refuseUrl } from "./check-question.ts";
import { clientOf } from "./check-target.ts";
import type { Api } from "./context.ts";
import { problemResponse, Refusal } from "./problem.ts";
import { CheckAnswerBody, CheckRequestBody, ProblemAnswer } from "./schemas.ts";

/** Is it down right now? Looks at once from several regions, within bounds that keep the network from being a weapon. */

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: ProblemAnswer } },
});
const route = createRoute({
  method: "post",
  path: "/v1/checks",
  summary: "Look now, from several regions",
  request: { body: { required: true, content: { "application/json": { schema: CheckRequestBody } } } },
  responses: {
    200: {
      description: "What each region saw, and what that says.",
      content: { "application/json": { schema: CheckAnswerBody } },
    },
    400: problem("A field is wrong or the target may not be asked; it is named."),
    404: problem("There is no such service."),
    413: problem("The body is too large."),
    429: problem("Asked too often; `retry-after` says when again."),
    503: problem("No probe can be asked."),
  },
});

export function checkRoutes(api: OpenAPIHono<Api>): void {
  api.openAPIRegistry.registerPath(route);
  const bounded = bodyLimit({
    maxSize: CHECK_BODY_BYTES,
    onError: (c) => problemResponse(c, 413, `The body must have at most ${CHECK_BODY_BYTES} bytes.`),
  });
  api.post(route.path, bounded, async (c) => {
    const answer = await checkNow(c, readRequest(await c.req.text()));
    return c.json(answer, 200, { "cache-control": "no-store" });
  });
}

/** Looks now, within the limits of one client and one target; refuses with what must hold, or with when to come again. */
export async function checkNow(c: Context<Api>, request: CheckRequest): Promise<CheckAnswer> {
  const question = await questionOf(c, request);
  const probe = question.simulated ? c.env.SIMULATED_PROBE : c.env.PROBE;
  if (probe === undefined) throw new Refusal(503, "No probe can be asked here.");
  const places = await placesOf(probe, request.regions);
  const [byClient, ofTarget] = await Promise.all([
    c.env.CHECKS_BY.limit({ key: await clientName(c.env, clientOf(c.req.header("cf-connecting-ip"))) }),
    c.env.CHECKS_OF.limit({ key: question.target }),
  ]);
  if (!byClient.success || !ofTarget.success) {
    c.header("retry-after", "60");
    throw new Refusal(429, "Checks on demand are limited per client and per target. Try again in a minute.");
  }
  const { simulated, assignments, publicOnly } = question;
  const name = await nameOf({ simulated, places, assignments });
  const asked = c.env.ON_DEMAND.getByName(name);
  const { askedAt, cached, answers } = await asked.ask({ assignments, places, publicOnly }, { simulated });
  if (publicOnly) refuseInner(answers);
  return {
    asOf: formatInstant(askedAt),
    cached,
    url: question.url,
    serviceId: request.serviceId ?? null,
    verdict: judgeNow(answers.map(({ place, looks }) => seenFrom(place, looks))),
    observations: answers.flatMap((answer) => looksOf(answer, askedAt)),
  };
}

/** The same name for the same question: a digest, as a URL may be longer than a name. */
async function nameOf(question: object): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(question)));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A name that leads to an inner address is known only where it was resolved: the probes refused it, and so does this. */
function refuseInner(answers: readonly Asked[]): void {
  const details = answers.flatMap(
    ({ looks }) => looks?.observations.map(({ cause, detail }) => ({ cause, detail })) ?? [],
  );
  const guarded = details.filter(({ cause, detail }) => cause === "probe_error" && /\bpublic\b/.test(detail ?? ""));
  if (details.length > 0 && guarded.length === details.length) refuseUrl(guarded[0]?.detail ?? "must be public");
}

function seenFrom(region: PlaceId, looks: Asked["looks"]) {
  return { region, observations: looks?.observations ?? [], controls: looks?.controls ?? [] };
}

/** Characters of a detail that are shown to a stranger. */
const DETAIL_CHARS = 120;

function looksOf(answer: Asked, askedAt: number): LookNow[] {
  const nothing = { colo: null, endpoint: null, stage: null, layer: null, status: null, latencyMs: null };
  if (answer.looks === null)
    return [
      {
        ...nothing,
        region: answer.place,
        at: formatInstant(askedAt),
        outcome: "inconclusive",
        cause: "probe_error",
        detail: answer.because.slice(0, DETAIL_CHARS),
      },
    ];
  return answer.looks.observations.map(
    ({ endpoint, region, colo, at, outcome, stage, cause, status, latencyMs, detail }) => ({
      region,
      colo: colo ?? null,
      endpoint,
      at: formatInstant(at),
      outcome,
      stage: stage ?? null,
      cause: cause ?? null,
      layer: cause == null ? null : LAYER_OF_CAUSE[cause],
      status: status ?? null,
      latencyMs: latencyMs == null ? null : Math.round(latencyMs),
      detail: detail?.slice(0, DETAIL_CHARS) ?? null,
    }),
  );
}
