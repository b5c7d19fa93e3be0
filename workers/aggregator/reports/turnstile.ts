import { z } from "zod";
import type { Config } from "../config.ts";
import { TURNSTILE_TIMEOUT_MS } from "../limits.ts";

/**
 * Asks Turnstile whether a person sends a report (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/).
 * The reporter's address is not told. Where Turnstile cannot be asked the report is `unchecked` and counts: what people report
 * may be the outage that keeps it away, and one reporter, one network and one address still count for no more than they do.
 */
export type Proof = "proven" | "unproven" | "unchecked";

const Answer = z.object({ success: z.boolean() });

export async function proofOf(
  token: string | null | undefined,
  { secret, url }: NonNullable<Config["turnstile"]>,
): Promise<Proof> {
  if (token == null || token === "") return "unproven";
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ secret, response: token }),
      signal: AbortSignal.timeout(TURNSTILE_TIMEOUT_MS),
    });
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return Answer.parse(await response.json()).success ? "proven" : "unproven";
  } catch (error) {
    console.warn("Turnstile could not be asked", { error: String(error) });
    return "unchecked";
  }
}
