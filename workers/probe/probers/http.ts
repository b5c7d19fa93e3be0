import { classify } from "../../../shared/observe/classify.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { asksBody } from "../../../shared/observe/expect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import { ERROR_BODY_BYTES } from "../limits.ts";
import { guardTarget } from "./guard.ts";
import type { Finding, ProbeContext, Prober } from "./prober.ts";
import { readBody } from "./read-body.ts";

/** One HTTP exchange, redirects followed by hand so that every hop is guarded, and what it means. */
export const probeHttp: Prober<HttpCheck> = async (check, context): Promise<Finding> => {
  return classify(await exchangeHttp(check, context), check.expect);
};

async function exchangeHttp(check: HttpCheck, context: ProbeContext): Promise<Exchange> {
  const { port } = new URL(check.url);
  const signal = AbortSignal.timeout(context.timeoutMs);
  const visited = new Set<string>();
  const beganAt = context.clock();
  let url = check.url;
  for (let hop = 0; ; hop++) {
    const refusal = await guardTarget(url, { ports: port === "" ? [] : [port], context, hop });
    if (refusal !== null) return refusal;
    visited.add(url);
    const step = await once(url, check, { context, signal, beganAt: hop === 0 ? context.clock() : beganAt });
    if (step.kind !== "redirect") return step.exchange;
    const isLoop = visited.has(step.to);
    if (isLoop || hop >= check.maxRedirects) {
      const detail = isLoop ? `redirected in a loop to ${step.to}` : `redirected more than ${check.maxRedirects} times`;
      return { kind: "redirected", status: step.status, latencyMs: context.clock() - beganAt, detail };
    }
    url = step.to;
  }
}

type Step =
  | { readonly kind: "done"; readonly exchange: Exchange }
  | { readonly kind: "redirect"; readonly to: string; readonly status: number };

async function once(
  url: string,
  check: HttpCheck,
  options: { context: ProbeContext; signal: AbortSignal; beganAt: number },
): Promise<Step> {
  const { context, signal, beganAt } = options;
  const latency = () => context.clock() - beganAt;
  let response: Response;
  try {
    response = await context.fetch(url, {
      method: check.method,
      headers: { "user-agent": context.userAgent, ...check.headers },
      redirect: "manual",
      cache: "no-store",
      signal,
      ...(check.body === undefined ? {} : { body: check.body }),
    });
  } catch (error) {
    return { kind: "done", exchange: thrown(error, { url, latencyMs: latency() }) };
  }
  const latencyMs = latency();
  const location = response.headers.get("location");
  if (
    check.maxRedirects > 0 &&
    response.status >= 300 &&
    response.status < 400 &&
    location !== null &&
    URL.canParse(location, url)
  ) {
    await response.body?.cancel();
    return { kind: "redirect", to: new URL(location, url).href, status: response.status };
  }
  const { body, bodyError } = await readBody(response, wantedBytes(response, check));
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
  return {
    kind: "done",
    exchange: { kind: "answered", status: response.status, headers, body, bodyError, latencyMs, addresses: [] },
  };
}

/** What a check asks of the body, or the beginning of an error page, which tells who made it. */
function wantedBytes({ ok }: Response, { expect, maxBodyBytes, method }: HttpCheck): number {
  if (method === "HEAD") return 0;
  return asksBody(expect) ? maxBodyBytes : ok ? 0 : ERROR_BODY_BYTES;
}

function thrown(error: unknown, { url, latencyMs }: { url: string; latencyMs: number }): Exchange {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "TimeoutError" || name === "AbortError") return { kind: "timed-out", latencyMs, stage: null };
  return {
    kind: "threw",
    name,
    message,
    code: codeOf(error),
    secure: url.startsWith("https:"),
    latencyMs,
    stage: null,
  };
}

/** Node hides the system's code in the cause of "fetch failed". */
function codeOf(error: unknown): string | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    const code: unknown = Reflect.get(at, "code");
    if (typeof code === "string") return code;
  }
  return null;
}
