import type { Env } from "../env.ts";
import { FLOOD_ADDRESSES_MAX, FLOOD_FREE, FLOOD_KEY_MS } from "../limits.ts";

/**
 * Whether too many reports come from one address. The rate limit knows an address by a keyed hash, as whoever keeps its
 * counters may write down what they count; the key is random, lives in the memory of one object and of the isolates that
 * asked it, and is another one after a day. Who has reported a few times only in this minute is nobody's flood and is not
 * asked about: in a spike that is nearly everybody.
 */
export async function isFlood(env: Pick<Env, "REPORT_INTAKE" | "REPORTS_BY">, address: string): Promise<boolean> {
  const now = Date.now();
  const key = await floodKey(env, now);
  const hash = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(address));
  const name = [...new Uint8Array(hash).subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (countOf(name, now) <= FLOOD_FREE) return false;
  const { success } = await env.REPORTS_BY.limit({ key: name });
  return !success;
}

let known: { readonly key: CryptoKey; readonly until: number } | null = null;

async function floodKey(env: Pick<Env, "REPORT_INTAKE">, now: number): Promise<CryptoKey> {
  if (known !== null && known.until > now) return known.key;
  const bytes = await env.REPORT_INTAKE.getByName("reports/flood").floodKey();
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  known = { key, until: now + FLOOD_KEY_MS };
  return key;
}

const MINUTE_MS = 60_000;
let minute = 0;
const counts = new Map<string, number>();

/** Reports of a name in this minute and isolate; more than it is allowed for free where there are too many names to count. */
function countOf(name: string, now: number): number {
  if (Math.floor(now / MINUTE_MS) !== minute) {
    minute = Math.floor(now / MINUTE_MS);
    counts.clear();
  }
  const count = (counts.get(name) ?? 0) + 1;
  if (count === 1 && counts.size >= FLOOD_ADDRESSES_MAX) return FLOOD_FREE + 1;
  counts.set(name, count);
  return count;
}
