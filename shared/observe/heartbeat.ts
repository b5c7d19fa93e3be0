import { formatInstant, type HeartbeatCheck } from "../schema/index.ts";
import type { Finding } from "./classify.ts";

/** What a service's own calls say of it. Silence is the failure; so is a call that says so. */

export type Heartbeat = {
  /** When it was first awaited, in milliseconds. */
  readonly since: number;
  /** The last call; `null` before the first. */
  readonly at: number | null;
  /** The last call said that something failed. */
  readonly failing: boolean;
};

export function judgeHeartbeat(
  { intervalSeconds, graceSeconds }: Pick<HeartbeatCheck, "intervalSeconds" | "graceSeconds">,
  { since, at, failing }: Heartbeat,
  now: number,
): Finding {
  const silentMs = now - (at ?? since);
  const isLate = silentMs > (intervalSeconds + graceSeconds) * 1_000;
  if (isLate) {
    const last = at === null ? `awaited since ${formatInstant(since)}` : `the last was at ${formatInstant(at)}`;
    const detail = `no heartbeat for ${Math.round(silentMs / 1_000)} s, one is due every ${intervalSeconds} s; ${last}`;
    return { ...NOTHING, outcome: "fail", stage: "response", cause: "response_timeout", detail };
  }
  if (at === null) return { ...NOTHING, outcome: "inconclusive", cause: "probe_error", detail: "no heartbeat yet" };
  if (failing)
    return {
      ...NOTHING,
      outcome: "fail",
      stage: "response",
      cause: "origin_error",
      detail: "the service says that it fails",
    };
  return { ...NOTHING, outcome: "pass", stage: "response", cause: null };
}

/** Nobody was asked, so nothing was measured. */
const NOTHING = { stage: null, status: null, latencyMs: null, provider: null, detail: null } as const;
