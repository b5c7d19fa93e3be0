import { REPORTER_BYTES, REPORTER_KEY_MS, REPORTERS_MAX } from "../limits.ts";

/**
 * Who has been counted lately, without knowing who: a reporter of a service is the keyed hash (HMAC-SHA-256) of their address,
 * their user agent and the service, cut to 48 bits. The key is random, never leaves its object, and is replaced every day;
 * the one before is kept for as long as it is needed to know again whoever was counted with it, and no longer.
 */

export type Who = { readonly address: string; readonly agent: string };

/** A key as it is stored. */
export type KeptKey = { readonly madeAt: number; readonly bytes: Uint8Array<ArrayBuffer> };

type Key = KeptKey & { readonly crypto: CryptoKey };

export type ReporterKeys = {
  /** The names of a reporter at a time, the current one first. */
  namesOf(who: Who, service: string, now: number): Promise<number[]>;
};

/** `keep` stores the keys that are in use, the newest first. `overlapMs`: for how long the key before the newest is needed. */
export async function openKeys(
  stored: readonly KeptKey[],
  { keep, overlapMs }: { keep: (keys: readonly KeptKey[]) => void; overlapMs: number },
): Promise<ReporterKeys> {
  let keys = await Promise.all(stored.map(imported));
  let making: Promise<void> | null = null;
  const renew = async (now: number) => {
    const made = await imported({ madeAt: now, bytes: crypto.getRandomValues(new Uint8Array(32)) });
    keys = [made, ...keys.slice(0, 1)];
    keep(keys);
  };
  return {
    async namesOf(who, service, now) {
      if (now - (keys[0]?.madeAt ?? Number.NEGATIVE_INFINITY) >= REPORTER_KEY_MS) {
        making ??= renew(now).finally(() => {
          making = null;
        });
        await making;
      }
      if (keys.length > 1 && now - (keys[0]?.madeAt ?? 0) >= overlapMs) {
        keys = keys.slice(0, 1);
        keep(keys);
      }
      return Promise.all(keys.map((key) => nameOf(key, who, service)));
    },
  };
}

async function imported(key: KeptKey): Promise<Key> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return { ...key, crypto: await crypto.subtle.importKey("raw", key.bytes, algorithm, false, ["sign"]) };
}

async function nameOf({ crypto: key }: Key, { address, agent }: Who, service: string): Promise<number> {
  const text = new TextEncoder().encode(JSON.stringify([service, address, agent]));
  const hash = new Uint8Array(await crypto.subtle.sign("HMAC", key, text));
  return hash.subarray(0, REPORTER_BYTES).reduce((number, byte) => number * 256 + byte, 0);
}

/** When each reporter may be counted again, in the order in which they were counted. */
export type Counted = Map<number, number>;

export function isCounted(counted: Counted, names: readonly number[], now: number): boolean {
  return names.some((name) => (counted.get(name) ?? 0) > now);
}

/** Changed in place; forgets who may be counted again, and the oldest beyond what memory allows. */
export function count(counted: Counted, name: number, until: number, now: number): void {
  counted.delete(name);
  counted.set(name, until);
  for (const [oldest, when] of counted) {
    if (when > now && counted.size <= REPORTERS_MAX) break;
    counted.delete(oldest);
  }
}
