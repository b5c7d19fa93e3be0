import { classify } from "../../../shared/observe/classify.ts";
import type { Cause, Stage } from "../../../shared/schema/index.ts";
import { SENTENCE_MAX_CHARS } from "../../../shared/schema/limits.ts";
import type { Finding } from "./prober.ts";

/** Findings of exchanges that are not HTTP's. */

/** Our own side could not look: it says nothing of the target. */
export function notBegun(detail: string): Finding {
  return classify({ kind: "not-begun", detail }, {});
}

export function passed(stage: Stage, latencyMs: number, detail: string | null = null): Finding {
  return { outcome: "pass", stage, cause: null, status: null, latencyMs, provider: null, detail };
}

export function failed(
  stage: Stage,
  cause: Cause,
  { latencyMs, detail }: { latencyMs: number | null; detail: string },
): Finding {
  const plain = detail.replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").slice(0, SENTENCE_MAX_CHARS);
  return { outcome: "fail", stage, cause, status: null, latencyMs, provider: null, detail: plain };
}
