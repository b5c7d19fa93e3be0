import { clientName } from "../client-name.ts";
import type { Env } from "../env.ts";
import { FLOOD_ADDRESSES_MAX, FLOOD_FREE } from "../limits.ts";

/**
 * Whether too many reports come from one address. Who has reported a few times only in this minute is nobody's flood and is
 * not asked about: in a spike that is nearly everybody.
 */
export async function isFlood(env: Pick<Env, "REPORT_INTAKE" | "REPORTS_BY">, address: string): Promise<boolean> {
  const name = await clientName(env, address);
  if (countOf(name, Date.now()) <= FLOOD_FREE) return false;
  const { success } = await env.REPORTS_BY.limit({ key: name });
  return !success;
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
