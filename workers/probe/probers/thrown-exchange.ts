import type { Exchange } from "../../../shared/observe/exchange.ts";

/** What `fetch` threw, as an exchange. The stage is not known yet. */
export function thrownExchange(error: unknown, { url, latencyMs }: { url: string; latencyMs: number }): Exchange {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === "TimeoutError" || name === "AbortError") return { kind: "timed-out", latencyMs, stage: null };
  return {
    kind: "threw",
    name,
    message,
    code: codeOf(error),
    secure: /^(https|wss):/.test(url),
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
