import type { Env } from "./env.ts";
import { FLOOD_KEY_MS } from "./limits.ts";

/**
 * The name by which rate limits know a client: a keyed hash of its address, as whoever keeps their counters may write down
 * what they count. The key is random, lives in the memory of one object and of the isolates that asked it, and is another one
 * after a day.
 */
export async function clientName(env: Pick<Env, "REPORT_INTAKE">, address: string): Promise<string> {
  const key = await keyOfToday(env, Date.now());
  const hash = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(address));
  return [...new Uint8Array(hash).subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

let known: { readonly key: CryptoKey; readonly until: number } | null = null;

async function keyOfToday(env: Pick<Env, "REPORT_INTAKE">, now: number): Promise<CryptoKey> {
  if (known !== null && known.until > now) return known.key;
  const bytes = await env.REPORT_INTAKE.getByName("reports/flood").floodKey();
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  known = { key, until: now + FLOOD_KEY_MS };
  return key;
}
