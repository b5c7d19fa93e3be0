import type { Context } from "hono";
import { regionsToAsk } from "../../../shared/observe/ask.ts";
import { explainIssue, pathText } from "../../../shared/schema/explain-issue.ts";
import {
  type Assignment,
  CheckRequest,
  EndpointId,
  HttpCheck,
  type PlaceId,
  ServiceId,
} from "../../../shared/schema/index.ts";
import type { Probe } from "../env.ts";
import { assignmentsOf } from "../facts.ts";
import { CHECK_ENDPOINTS, CHECK_REGIONS, CHECK_TIMEOUT_MS } from "../limits.ts";
import { listServices } from "../store/services.ts";
import { targetOf } from "./check-target.ts";
import { type Api, frontOf, serviceIn } from "./context.ts";
import { Refusal } from "./problem.ts";

/** From what a stranger writes to what a probe may be asked, or a refusal that names the field and what must hold. */

export type Question = {
  readonly simulated: boolean;
  readonly publicOnly: boolean;
  readonly url: string | null;
  /** Whom it would burden. */
  readonly target: string;
  readonly assignments: Assignment[];
};

export function readRequest(text: string): CheckRequest {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal(400, "The body must be JSON.", [{ path: "", message: "must be JSON" }]);
  }
  return requestFrom(body);
}

export function requestFrom(body: unknown): CheckRequest {
  const parsed = CheckRequest.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: pathText(issue.path), message: explainIssue(issue) }));
  const [first] = errors;
  throw new Refusal(400, first ? `${first.path}: ${first.message}`.replace(/^: /, "") : "The body is wrong.", errors);
}

export function questionOf(c: Context<Api>, request: CheckRequest): Promise<Question> {
  return request.url === undefined ? aboutService(c, request) : aboutUrl(c, request, request.url);
}

async function aboutUrl(c: Context<Api>, { method }: CheckRequest, text: string): Promise<Question> {
  const { snapshot } = await frontOf(c);
  const watched = snapshot.services
    .flatMap(({ endpoints }) => endpoints.map(({ url }) => url))
    .filter((url) => URL.canParse(url));
  const ports = (host: string) => watched.flatMap((url) => (new URL(url).hostname === host ? new URL(url).port : []));
  const judged = targetOf(text, { ownHost: new URL(c.req.url).hostname, ports });
  if ("refusal" in judged) refuseUrl(judged.refusal);
  const { url } = judged;
  const check = HttpCheck.parse({
    url: url.href,
    method,
    timeoutMs: CHECK_TIMEOUT_MS,
    expect: { status: ["200-399"] },
  });
  const target = { service: ServiceId.parse("on-demand"), endpoint: EndpointId.parse("url") };
  return {
    simulated: false,
    publicOnly: true,
    url: url.href,
    target: url.hostname,
    assignments: [{ ...target, provider: null, allowPrivate: false, check }],
  };
}

async function aboutService(c: Context<Api>, { serviceId }: CheckRequest): Promise<Question> {
  const { simulated, id } = serviceIn(await frontOf(c), serviceId ?? "");
  const service = (await listServices(c.env.DB, { simulated })).find((each) => each.id === id);
  const readable = (service === undefined ? [] : assignmentsOf(service)).filter(
    ({ check }) => !("method" in check) || check.method === "GET" || check.method === "HEAD",
  );
  const assignments = readable.slice(0, CHECK_ENDPOINTS);
  if (assignments.length === 0)
    throw new Refusal(400, `serviceId: "${id}" has no endpoint that can be looked at by GET or HEAD`, [
      { path: "serviceId", message: "must name a service with an endpoint that is checked by GET or HEAD" },
    ]);
  return { simulated, publicOnly: false, url: null, target: `service ${id}`, assignments };
}

export async function placesOf(probe: Probe, wanted: readonly PlaceId[] | undefined): Promise<PlaceId[]> {
  const places = [...(await probe.places())].sort();
  if (wanted === undefined) {
    const all = places.map((region) => ({ region, lookedAt: 0 }));
    return regionsToAsk(all, { from: null, count: CHECK_REGIONS }).sort();
  }
  for (const [index, region] of wanted.entries()) {
    if (places.includes(region)) continue;
    const message = `must be ${places.join(" or ")}; received ${JSON.stringify(region)}`;
    throw new Refusal(400, `regions[${index}]: ${message}`, [{ path: `regions[${index}]`, message }]);
  }
  return [...new Set(wanted)].sort();
}

export function refuseUrl(message: string): never {
  throw new Refusal(400, `url: ${message}`, [{ path: "url", message }]);
}
