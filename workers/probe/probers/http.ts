import { versionOf } from "../../../shared/observe/agree.ts";
import { classify } from "../../../shared/observe/classify.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { asksBody } from "../../../shared/observe/expect.ts";
import { boundLatency } from "../../../shared/observe/latency.ts";
import type { Expectation, HttpCheck } from "../../../shared/schema/index.ts";
import { ERROR_BODY_BYTES } from "../limits.ts";
import { rememberAddresses } from "./addresses.ts";
import { guardTarget } from "./guard.ts";
import type { Finding, ProbeContext, Prober } from "./prober.ts";
import { readBody } from "./read-body.ts";
import { type Hop, hopAfter, judgeRedirect } from "./redirect.ts";
import { staged } from "./stage.ts";
import { thrownExchange } from "./thrown-exchange.ts";

/** One HTTP exchange, redirects followed by hand so that every hop is guarded, and what it means. */
export const probeHttp: Prober<HttpCheck> = async (check, context): Promise<Finding> => {
  const exchange = await exchangeHttp(check, context);
  const finding: Finding = boundLatency(classify(exchange, expectationOf(check)), check.maxLatencyMs);
  if (check.agree === undefined || exchange.kind !== "answered" || finding.outcome !== "pass") return finding;
  return { ...finding, version: versionOf(exchange, check.agree) };
};

/** What happened, before anyone judges it. */
export async function exchangeHttp(check: HttpCheck, looking: ProbeContext): Promise<Exchange> {
  const { context, addressesOf } = rememberAddresses(looking);
  const { port } = new URL(check.url);
  const signal = AbortSignal.timeout(context.timeoutMs);
  const visited = new Set<string>();
  const startedAt = context.clock();
  const { url, method, headers, body } = check;
  let hop: Hop = { url, method, headers, body };
  for (let count = 0; ; count++) {
    const refusal = await guardTarget(hop.url, { ports: port === "" ? [] : [port], context, hop: count });
    if (refusal !== null) return refusal;
    visited.add(`${hop.method} ${hop.url}`);
    const addresses = addressesOf(hop.url);
    const beganAt = count === 0 ? context.clock() : startedAt;
    const step = await once(hop, check, { context, signal, beganAt, addresses });
    if (step.kind === "done") return staged(step.exchange, hop.url, { context, addresses });
    const next = hopAfter(hop, step);
    const isLoop = visited.has(`${next.method} ${next.url}`);
    if (isLoop || count >= check.maxRedirects) {
      const detail = isLoop
        ? `redirected in a loop to ${next.url}`
        : `redirected more than ${check.maxRedirects} times`;
      return { kind: "redirected", status: step.status, latencyMs: context.clock() - startedAt, detail };
    }
    hop = next;
  }
}

type Step =
  | { readonly kind: "done"; readonly exchange: Exchange }
  | { readonly kind: "redirect"; readonly to: string; readonly status: number };

async function once(
  hop: Hop,
  check: HttpCheck,
  options: { context: ProbeContext; signal: AbortSignal; beganAt: number; addresses: readonly string[] },
): Promise<Step> {
  const { context, signal, beganAt, addresses } = options;
  const latency = () => context.clock() - beganAt;
  let response: Response;
  try {
    response = await context.fetch(hop.url, {
      method: hop.method,
      headers: { "user-agent": context.userAgent, ...hop.headers },
      redirect: "manual",
      cache: "no-store",
      signal,
      ...(hop.body === undefined ? {} : { body: hop.body }),
    });
  } catch (error) {
    return { kind: "done", exchange: thrownExchange(error, { url: hop.url, latencyMs: latency() }) };
  }
  const latencyMs = latency();
  const redirect = judgeRedirect(response, hop.url, check);
  if (redirect.kind === "followed") {
    await response.body?.cancel();
    return { kind: "redirect", to: redirect.to, status: response.status };
  }
  if (redirect.kind === "refused") {
    await response.body?.cancel();
    const { detail } = redirect;
    return { kind: "done", exchange: { kind: "redirected", status: response.status, latencyMs, detail } };
  }
  const { body, bytes, bodyError } = await readBody(response, wantedBytes(response, check));
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
  const { status } = response;
  return {
    kind: "done",
    exchange: { kind: "answered", status, headers, body, bodyBytes: bytes, bodyError, latencyMs, addresses },
  };
}

/** What a check asks of the body, or the beginning of an error page, which tells who made it. */
function wantedBytes({ ok }: Response, { expect, maxBodyBytes, method, agree }: HttpCheck): number {
  if (method === "HEAD") return 0;
  const measured = expect.body?.maxBytes === undefined ? 0 : expect.body.maxBytes + 1;
  if (asksBody(expect) || agree?.jsonPath !== undefined) return Math.max(maxBodyBytes, measured);
  return Math.max(measured, ok ? 0 : ERROR_BODY_BYTES);
}

/** A check that takes redirects for answers expects one. */
function expectationOf({ expect, redirects }: HttpCheck): Expectation {
  if (redirects?.policy !== "manual" || expect.status !== undefined) return expect;
  return { ...expect, status: ["3xx"] };
}
