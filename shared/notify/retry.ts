import { hashOf } from "../observe/slot.ts";
import { AWAY_AFTER_FAILURES, AWAY_SECONDS, RETRY_AFTER_MAX_SECONDS, RETRY_JITTER, RETRY_SECONDS } from "./limits.ts";

/** What an answer means for a delivery, and when the next attempt is made. */

/** What one attempt came to. */
export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The first characters of the body. */
      readonly text: string;
      readonly retryAfterMs: number | null;
      readonly location: string | null;
    }
  /** Sent, or begun to be sent, and nothing that could be read came back. */
  | { readonly kind: "failed"; readonly because: string }
  /** Nothing was sent: the target may not be asked, or our side could not find out whether it may. */
  | { readonly kind: "unsent"; readonly because: string };

export type Judged =
  | { readonly kind: "delivered" }
  /** The receiver wants no more of it, ever. */
  | { readonly kind: "gone"; readonly because: string }
  | { readonly kind: "failed"; readonly because: string; readonly retryAfterMs: number | null };

/** What Cloudflare's own egress answers in the receiver's place (developers.cloudflare.com, "Cloudflare 5xx errors"). */
const PLATFORM_WORDS: Readonly<Record<number, string>> = {
  525: ": the TLS handshake with it failed",
  526: ": its certificate is not valid",
};

export function judgeAnswer(answer: Answer): Judged {
  if (answer.kind !== "answered") return { kind: "failed", because: answer.because, retryAfterMs: null };
  const { status, retryAfterMs, location } = answer;
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status === 410) return { kind: "gone", because: "the receiver answered 410: gone" };
  if (status >= 300 && status < 400)
    return {
      kind: "failed",
      because: `must not redirect; answered ${status}${location === null ? "" : ` to ${location.slice(0, 100)}`}`,
      retryAfterMs: null,
    };
  return {
    kind: "failed",
    because: `the status must be 2xx; received ${status}${PLATFORM_WORDS[status] ?? ""}`,
    retryAfterMs,
  };
}

/** When a delivery that has failed `tries` times is tried again; `null` when that was the last time. */
export function nextAttemptAt({
  id,
  tries,
  now,
  retryAfterMs,
}: {
  readonly id: string;
  readonly tries: number;
  readonly now: number;
  readonly retryAfterMs: number | null;
}): number | null {
  const seconds = RETRY_SECONDS[tries - 1];
  if (seconds === undefined) return null;
  const share = hashOf(`${id}#${tries}`) / 2 ** 32;
  const wait = seconds * 1_000 * (1 + RETRY_JITTER * (2 * share - 1));
  return now + Math.round(Math.max(wait, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_SECONDS * 1_000)));
}

/** Until when a receiver that has failed so often in a row is left alone; `null` while it is not away. */
export function awayUntil(
  failures: number,
  { now, retryAfterMs }: { now: number; retryAfterMs: number | null },
): number | null {
  const asked = retryAfterMs === null ? null : now + Math.min(retryAfterMs, RETRY_AFTER_MAX_SECONDS * 1_000);
  if (failures < AWAY_AFTER_FAILURES) return asked;
  const seconds = AWAY_SECONDS[Math.min(failures - AWAY_AFTER_FAILURES, AWAY_SECONDS.length - 1)] ?? 0;
  return Math.max(now + seconds * 1_000, asked ?? 0);
}

/** How often a receiver has failed in a row, and until when it is left alone. */
export type Failing = { readonly failures: number; readonly awayUntil: number | null };

/** After one more failed attempt. What was under way when the receiver was found to be away says nothing new about it. */
export function afterFailure(
  before: Failing,
  { beganAt, now, retryAfterMs }: { beganAt: number; now: number; retryAfterMs: number | null },
): Failing {
  const isOld = before.failures >= AWAY_AFTER_FAILURES && beganAt < (before.awayUntil ?? 0);
  const failures = isOld ? before.failures : before.failures + 1;
  const until = awayUntil(isOld ? 0 : failures, { now, retryAfterMs });
  return { failures, awayUntil: isOld ? Math.max(before.awayUntil ?? 0, until ?? 0) : until };
}
