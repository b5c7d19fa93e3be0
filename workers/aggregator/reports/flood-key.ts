import type { Env } from "../env.ts";
import { FLOOD_KEY_MS } from "../limits.ts";

/**
 * What the rate limit calls an address: a keyed hash, as whoever keeps its counters may write down what they count. The key
 * is random, lives in the memory of one object and of the isolates that asked it, and is another one after a day.
 */
let known: { readonly key: CryptoKey; readonly until: number } | null = null;

export async function floodName(env: Pick<Env, "REPORT_INTAKE">, address: string): Promise<string> {
  const now = Date.now();
  if (known === null || known.until <= now) {
    const bytes = await env.REPORT_INTAKE.getByName("reports/flood").floodKey();
    const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    known = { key, until: now + FLOOD_KEY_MS };
  }
  const hash = await crypto.subtle.sign("HMAC", known.key, new TextEncoder().encode(address));
  return [...new Uint8Array(hash).subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
