import type { Cause, Stage } from "../schema/index.ts";
import { classify, type Finding } from "./classify.ts";
import { oneLine } from "./one-line.ts";

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
  return { outcome: "fail", stage, cause, status: null, latencyMs, provider: null, detail: oneLine(detail) };
}
