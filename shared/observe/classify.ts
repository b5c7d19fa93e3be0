import type { Cause, Expectation, Observation, Stage } from "../schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../schema/limits.ts";
import type { Answer, Exchange } from "./exchange.ts";
import { firstUnmet } from "./expect.ts";
import { blamesOrigin, edgeOf, isChallenge, isGateway } from "./fingerprint.ts";
import { causeOfThrow } from "./thrown.ts";

/**
 * One exchange, one failure mode: where it ended, why, and so who is at fault. A failure shows in two ways, thrown (a
 * local runtime, Node) or as a 52x answer (Cloudflare's own egress); both come to the same causes.
 */

/** An observation without its place and time. */
export type Finding = Pick<Observation, "outcome" | "stage" | "cause" | "status" | "latencyMs" | "provider" | "detail">;

export function classify(exchange: Exchange, expected: Expectation): Finding {
  switch (exchange.kind) {
    case "answered":
      return {
        ...judgeAnswer(exchange, expected),
        status: exchange.status,
        latencyMs: exchange.latencyMs,
        provider: edgeOf(exchange.headers),
      };
    case "threw": {
      const { stage, cause } = whereKnown(causeOfThrow(exchange), exchange.stage);
      return failing(stage, cause, `${exchange.name}: ${exchange.message}`, exchange.latencyMs);
    }
    case "timed-out": {
      const stage = exchange.stage ?? "response";
      const words = `no answer within ${Math.round(exchange.latencyMs)} ms`;
      return failing(stage, CAUSE_OF_SILENCE[stage], words, exchange.latencyMs);
    }
    case "unresolved":
      return failing("resolve", exchange.cause, exchange.detail, null);
    case "redirected":
      return {
        ...failing("response", "response_status", exchange.detail, exchange.latencyMs),
        status: exchange.status,
      };
    case "not-begun":
      return {
        outcome: "inconclusive",
        stage: null,
        cause: "probe_error",
        status: null,
        latencyMs: null,
        provider: null,
        detail: cut(exchange.detail),
      };
  }
}

/** What it is called when time runs out in a stage. */
const CAUSE_OF_SILENCE: Readonly<Record<Stage, Cause>> = {
  resolve: "resolve_timeout",
  connect: "connect_timeout",
  tls: "tls_handshake",
  request: "response_timeout",
  response: "response_timeout",
  body: "body_truncated",
};

/** The stage that was seen outranks the one that a code suggests; a handshake that is cut off is a failed handshake. */
function whereKnown(said: { stage: Stage; cause: Cause }, seen: Stage | null): { stage: Stage; cause: Cause } {
  if (seen === null) return said;
  return { stage: seen, cause: seen === "tls" && !said.cause.startsWith("tls_") ? "tls_handshake" : said.cause };
}

type Judged = Pick<Finding, "outcome" | "stage" | "cause" | "detail">;

function judgeAnswer(exchange: Extract<Exchange, { kind: "answered" }>, expected: Expectation): Judged {
  if (isChallenge(exchange)) return refused(`a wall against machines answered ${exchange.status}`);
  const unmet = firstUnmet(exchange, expected);
  if (unmet?.about === "status") return judgeStatus(exchange, unmet.because);
  if (exchange.bodyError !== null) return judged("body", "body_truncated", `the body broke off: ${exchange.bodyError}`);
  if (unmet !== null)
    return judged(
      unmet.about === "body" ? "body" : "response",
      unmet.about === "body" ? "body_mismatch" : "response_status",
      unmet.because,
    );
  return { outcome: "pass", stage: "body", cause: null, detail: null };
}

/** 401, 403, 429, 451 where something else was expected: the target refuses us, which says nothing of its users. */
const REFUSALS = [401, 403, 429, 451];

/** Cloudflare's codes for an origin that fails, and what they name when our own egress speaks instead of the target's edge. */
const EGRESS: Readonly<Record<number, { stage: Stage; cause: Cause }>> = {
  520: { stage: "response", cause: "connect_reset" },
  521: { stage: "connect", cause: "connect_refused" },
  522: { stage: "connect", cause: "connect_timeout" },
  523: { stage: "connect", cause: "connect_unreachable" },
  524: { stage: "response", cause: "response_timeout" },
  525: { stage: "tls", cause: "tls_handshake" },
  526: { stage: "tls", cause: "tls_untrusted" },
  527: { stage: "connect", cause: "connect_reset" },
};

function judgeStatus(answer: Answer, because: string): Judged {
  const { status } = answer;
  const code = /error code: (\d{4})/.exec(answer.body.slice(0, 2_000))?.[1] ?? null;
  if (code === "1015" || code === "1027" || code === "1102")
    return { outcome: "inconclusive", stage: null, cause: "probe_error", detail: `our own limit: error code ${code}` };
  if (REFUSALS.includes(status)) return refused(because);
  if (status === 530) return judgeEgress(answer, code);
  const egress = EGRESS[status];
  if (egress !== undefined) {
    if (answer.headers["cf-ray"] !== undefined)
      return judged("response", "origin_unreachable", `the edge says that the origin failed: ${status}`);
    return judged(egress.stage, egress.cause, `our egress says ${status}`);
  }
  if (status >= 500 && edgeOf(answer.headers) !== null) return judgeEdge(answer, because);
  if (status === 504) return judged("response", "gateway_timeout", because);
  if (status === 502 || status === 503) return judged("response", "gateway_error", because);
  if (status >= 500)
    return judged("response", isGateway(answer) && status !== 500 ? "gateway_error" : "origin_error", because);
  return judged("response", "response_status", because);
}

/** An error that came through a known edge: who made it? */
function judgeEdge(answer: Answer, because: string): Judged {
  if (blamesOrigin(answer)) return judged("response", "origin_unreachable", because);
  if (isGateway(answer))
    return judged("response", answer.status === 504 ? "gateway_timeout" : "gateway_error", because);
  if (answer.headers["content-type"]?.includes("json")) return judged("response", "origin_error", because);
  return judged("response", "cdn_error", because);
}

/** 530 carries a 1xxx code: 1016 and 1001 are names that do not resolve. */
function judgeEgress(answer: Answer, code: string | null): Judged {
  const isProxied = answer.headers["cf-ray"] !== undefined && answer.headers["cf-cache-status"] !== undefined;
  if (isProxied)
    return judged(
      "response",
      "origin_unreachable",
      `the edge says that the origin failed: error code ${code ?? "unknown"}`,
    );
  if (code === "1016" || code === "1001")
    return judged("resolve", "resolve_nxdomain", `our egress says error code ${code}`);
  return {
    outcome: "inconclusive",
    stage: null,
    cause: "probe_error",
    detail: `our egress says 530, error code ${code ?? "unknown"}`,
  };
}

function judged(stage: Stage, cause: Cause, detail: string): Judged {
  return { outcome: "fail", stage, cause, detail: cut(detail) };
}

function refused(detail: string): Judged {
  return { outcome: "inconclusive", stage: "response", cause: "blocked", detail: cut(detail) };
}

function failing(stage: Stage, cause: Cause, detail: string, latencyMs: number | null): Finding {
  return { outcome: "fail", stage, cause, status: null, latencyMs, provider: null, detail: cut(detail) };
}

/** Foreign words, kept short and on one line. */
function cut(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, SENTENCE_MAX_CHARS);
}
