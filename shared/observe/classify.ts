import type { Cause, Expectation, Observation, Stage } from "../schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../schema/limits.ts";
import { type Made, makerOf } from "./edges/maker.ts";
import { providerAt } from "./edges/ranges.ts";
import { type Print, printOf } from "./edges/row.ts";
import { declaredWall, wallOnPage } from "./edges/walls.ts";
import { spokenByCloudflare } from "./egress.ts";
import type { Exchange } from "./exchange.ts";
import { asksBody, firstUnmet } from "./expect.ts";
import { providerOf } from "./fingerprint.ts";
import { oneLine } from "./one-line.ts";
import { causeOfThrow, causeOfTimeout } from "./thrown.ts";

/**
 * One exchange, one failure mode: where it ended, why, and so who is at fault. A failure shows in two ways, thrown (a
 * local runtime, Node) or as a 52x answer (Cloudflare's own egress); both come to the same causes.
 */

/** An observation without its place and time. */
export type Finding = Pick<
  Observation,
  "outcome" | "stage" | "cause" | "status" | "latencyMs" | "provider" | "detail" | "version"
>;

export function classify(exchange: Exchange, expected: Expectation): Finding {
  switch (exchange.kind) {
    case "answered": {
      const print = printOf(exchange);
      return {
        ...judgeAnswer(exchange, print, expected),
        status: exchange.status,
        latencyMs: exchange.latencyMs,
        provider: providerOf(print, exchange),
      };
    }
    case "threw": {
      const ended = causeOfThrow(exchange);
      const words = wordsOf(exchange);
      const judged = ended === null ? ours(words) : failed(ended.stage, ended.cause, words);
      return unanswered(judged, exchange);
    }
    case "timed-out": {
      const { stage, cause } = causeOfTimeout(exchange.stage);
      return unanswered(failed(stage, cause, `no answer within ${Math.round(exchange.latencyMs)} ms`), exchange);
    }
    case "unresolved":
      return unanswered(failed("resolve", exchange.cause, exchange.detail), { latencyMs: null });
    case "redirected":
      return {
        ...unanswered(failed("response", "response_status", exchange.detail), exchange),
        status: exchange.status,
      };
    case "not-begun":
      return unanswered(ours(exchange.detail), { latencyMs: null });
  }
}

/** Node's fetch says no more than that it failed: the code of what failed is the better half. */
function wordsOf({ name, message, code }: Extract<Exchange, { kind: "threw" }>): string {
  const words = `${name}: ${message.slice(0, SENTENCE_MAX_CHARS)}`;
  return code === null || words.includes(code) ? words : `${words} (${code})`;
}

type Judged = Pick<Finding, "outcome" | "stage" | "cause" | "detail">;
type Answered = Extract<Exchange, { kind: "answered" }>;

function judgeAnswer(answer: Answered, print: Print, expected: Expectation): Judged {
  const declared = declaredWall(print);
  if (declared !== null) return refused(`${declared} answered ${answer.status}`);
  const unmet = firstUnmet(answer, expected);
  const isMet = unmet === null && answer.bodyError === null;
  // A page that was asked for something and has it is no wall; one that only has the right status may be.
  const isKnown = unmet === null && (!isMet || asksBody(expected));
  const wall = isKnown ? null : wallOnPage(print);
  if (isMet && wall === null) return { outcome: "pass", stage: "body", cause: null, detail: null };
  if (wall !== null) return refused(`${wall} answered ${answer.status}`);
  if (unmet?.about === "status") return judgeStatus(answer, print, unmet.because);
  if (answer.bodyError !== null) return failed("body", "body_truncated", `the body broke off: ${answer.bodyError}`);
  return unmet?.about === "body"
    ? failed("body", "body_mismatch", unmet.because)
    : failed("response", "response_status", unmet?.because ?? "");
}

/** 401, 403, 429, 451 where something else was expected, and LinkedIn's 999: the target refuses us, not its users. */
const REFUSALS = [401, 403, 429, 451, 999];

function judgeStatus(answer: Answered, print: Print, because: string): Judged {
  const spoken = spokenByCloudflare(print, answer);
  switch (spoken?.kind) {
    case "failed":
      return failed(spoken.stage, spoken.cause, spoken.detail);
    case "refused":
      return refused(spoken.detail);
    case "ours":
      return ours(spoken.detail);
  }
  if (REFUSALS.includes(answer.status)) return refused(because);
  if (answer.status < 500) return failed("response", "response_status", because);
  const made = makerOf(print);
  return failed("response", causeOf(made, answer.status), `${because}, made by ${made.by}`);
}

function causeOf({ maker }: Made, status: number): Cause {
  switch (maker) {
    case "edge":
      return "cdn_error";
    case "origin":
      return "origin_unreachable";
    case "gateway":
      return status === 504 ? "gateway_timeout" : "gateway_error";
    case "application":
      return "origin_error";
  }
}

function failed(stage: Stage, cause: Cause, detail: string): Judged {
  return { outcome: "fail", stage, cause, detail: oneLine(detail) };
}

function refused(detail: string): Judged {
  return { outcome: "inconclusive", stage: "response", cause: "blocked", detail: oneLine(detail) };
}

function ours(detail: string): Judged {
  return { outcome: "inconclusive", stage: null, cause: "probe_error", detail: oneLine(detail) };
}

function unanswered(
  judged: Judged,
  { latencyMs, addresses = [] }: { latencyMs: number | null; addresses?: readonly string[] },
): Finding {
  return { ...judged, status: null, latencyMs, provider: providerAt(addresses) };
}
