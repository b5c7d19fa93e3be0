import type { ReconnectPlan, Recovery } from "../schema/recovery.ts";
import { RECONNECT } from "./model.ts";

/**
 * How clients should come back. A window of w seconds, in which each picks its moment anew whenever it asks, brings back
 * 60 / w of those who wait every minute; the share rises with the regions that are back, and then with every calm minute.
 */
export function reconnectPlan(recovery: Recovery, now: number): ReconnectPlan {
  const { stage, progress, since } = recovery;
  const regions = [...progress.returned, ...progress.waiting].sort();
  if (stage === "none") return { ...CALM, notBefore: now, regions };
  if (stage === "failing") {
    const { hold } = RECONNECT.askAgainSeconds;
    const window = Math.round(60 / RECONNECT.shareAtFirst);
    return {
      state: "hold",
      notBefore: now + hold * 1_000,
      windowSeconds: window,
      sharePerMinute: 0,
      backoff: backoffFor(window),
      retryAfterSeconds: hold,
      regions,
      because: "nothing is back yet: trying only adds load",
    };
  }
  const sharePerMinute = shareOf(recovery, since === null ? 0 : Math.max(0, now - since) / 60_000);
  const windowSeconds = Math.round(60 / sharePerMinute);
  return {
    state: "ramp",
    notBefore: now,
    windowSeconds,
    sharePerMinute,
    backoff: backoffFor(windowSeconds),
    retryAfterSeconds: Math.min(windowSeconds, RECONNECT.askAgainSeconds.ramp),
    regions,
    because: `${progress.back} of ${progress.of} regions are back: ${Math.round(sharePerMinute * 100)} % of those who wait, a minute`,
  };
}

function shareOf({ stage, progress }: Recovery, calmMinutes: number): number {
  const { shareAtFirst, shareAtAll, sharePerCalmMinute, shareMost } = RECONNECT;
  if (stage === "settling") return rounded(Math.min(shareMost, shareAtAll + sharePerCalmMinute * calmMinutes));
  // Squared: what is back first carries the load of what is not.
  const share = progress.of === 0 ? 0 : progress.back / progress.of;
  return rounded(shareAtFirst + (shareAtAll - shareAtFirst) * share ** 2);
}

function backoffFor(windowSeconds: number): ReconnectPlan["backoff"] {
  const { baseMs, capMs, capWindowShare } = RECONNECT;
  const cap = Math.round(windowSeconds * 1_000 * capWindowShare);
  return { kind: "full-jitter", baseMs, capMs: Math.min(capMs.most, Math.max(capMs.least, cap)) };
}

const CALM: Omit<ReconnectPlan, "notBefore" | "regions"> = {
  state: "open",
  windowSeconds: RECONNECT.calm.windowSeconds,
  sharePerMinute: 1,
  backoff: { kind: "full-jitter", baseMs: RECONNECT.calm.baseMs, capMs: RECONNECT.calm.capMs },
  retryAfterSeconds: 0,
  because: "no incident is open",
};

/** Three decimals, and never nothing. */
function rounded(share: number): number {
  return Math.max(0.001, Math.round(share * 1e3) / 1e3);
}
