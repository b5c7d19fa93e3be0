import { z } from "zod";
import type { Cause, Outcome } from "../../../../shared/schema/index.ts";

/** One recorded look at one site, and what it means in our vocabulary. */

export const Row = z.object({
  /** Milliseconds since 1970. */
  at: z.int().min(0),
  status: z.enum(["up", "down", "degraded"]),
  /** HTTP status; 0 where there was no answer or none was asked for. */
  code: z.int().min(0).max(999),
  /** Milliseconds; 0 where there was no answer. */
  ms: z.number().min(0),
});
export type Row = z.infer<typeof Row>;

export type Meaning = { readonly outcome: Outcome; readonly cause: Cause | null };

const REFUSALS = [401, 403, 429, 451];

/**
 * The recorder's word decides whether it is a failure, for it knew which status the owner expected: a 401 that is up is a
 * pass. Its `degraded` is a slow answer, but it also labels slow errors so, and those are failures.
 */
export function meaningOf({ status, code }: Pick<Row, "status" | "code">): Meaning {
  if (status === "up") return { outcome: "pass", cause: null };
  if (status === "degraded" && code < 400) return { outcome: "pass", cause: "slow" };
  if (REFUSALS.includes(code)) return { outcome: "inconclusive", cause: "blocked" };
  return { outcome: "fail", cause: causeOf(code) };
}

/** Without an answer the recorder does not say which of DNS, TCP, TLS or a time-out it was; a time-out stands for all. */
function causeOf(code: number): Cause {
  if (code === 0) return "connect_timeout";
  if (code >= 520 && code <= 530) return "origin_unreachable";
  if (code === 504) return "gateway_timeout";
  if (code === 502 || code === 503) return "gateway_error";
  return code >= 500 ? "origin_error" : "response_status";
}
