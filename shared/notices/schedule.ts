import { hashOf } from "../observe/slot.ts";
import type { SourceKind } from "../schema/index.ts";
import { BACKOFF_MAX_MS, METERED_FACTOR, POLL_MS, RETRY_AFTER_MAX_MS } from "./limits.ts";

/**
 * When each source is read again. What answers is read every minute or two, with jitter that is the same for the same source
 * and time; what fails is left alone twice as long each time, up to a quarter of an hour; who asks to be left alone is.
 */

/** One address that is polled, for all the services that name it. */
export type PolledSource = { readonly kind: SourceKind; readonly url: string };

/** What is remembered of it. */
export type SourceMemory = {
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Of the last body: one that is the same is not read again, where a server knows no conditional requests. */
  readonly digest: string | null;
  readonly failures: number;
  readonly nextAt: number;
  /** When it was last read, or found unchanged. */
  readonly readAt: number | null;
  /** Why it cannot be read; `null` when it can. */
  readonly because: string | null;
  readonly platform: string | null;
  /** Until when its name counts as looked up. */
  readonly nameKnownUntil: number;
};

export const NEW_SOURCE: SourceMemory = {
  etag: null,
  lastModified: null,
  digest: null,
  failures: 0,
  nextAt: 0,
  readAt: null,
  because: null,
  platform: null,
  nameKnownUntil: 0,
};

export type Memories = Readonly<Record<string, SourceMemory>>;

export function memoryOf(memories: Memories, { url }: PolledSource): SourceMemory {
  return Object.hasOwn(memories, url) ? (memories[url] ?? NEW_SOURCE) : NEW_SOURCE;
}

/** Requests that reading a source takes: itself, and two questions about its name when that is not known. */
export function costOf(memory: SourceMemory, now: number): number {
  return memory.nameKnownUntil > now ? 1 : 3;
}

/** Those that are due, the longest waiting first, as many as `requests` allow. */
export function dueSources(
  sources: readonly PolledSource[],
  memories: Memories,
  { now, requests }: { now: number; requests: number },
): PolledSource[] {
  const waiting = sources
    .filter((source) => source.kind !== "page" && memoryOf(memories, source).nextAt <= now)
    .sort((a, b) => memoryOf(memories, a).nextAt - memoryOf(memories, b).nextAt || (a.url < b.url ? -1 : 1));
  let left = requests;
  const due: PolledSource[] = [];
  for (const source of waiting) {
    left -= costOf(memoryOf(memories, source), now);
    if (left < 0) break;
    due.push(source);
  }
  return due;
}

/** After an answer. */
export function nextAfterSuccess({ kind, url }: PolledSource, now: number): number {
  const factor = kind === "x" ? METERED_FACTOR : 1;
  return now + factor * (POLL_MS.min + share(`${url}@${now}`) * (POLL_MS.max - POLL_MS.min));
}

/** After a failure, `failures` of them in a row with this one. `retryAfterMs`: what the source itself asked for. */
export function nextAfterFailure(
  { url }: PolledSource,
  { now, failures, retryAfterMs }: { now: number; failures: number; retryAfterMs: number | null },
): number {
  const wait = Math.min(BACKOFF_MAX_MS, POLL_MS.min * 2 ** Math.min(failures - 1, 10));
  // From three quarters to the whole, so that sources that failed together do not come back together.
  const jittered = wait * (0.75 + 0.25 * share(`${url}@${now}`));
  return now + Math.max(jittered, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}

/** Retry-After as milliseconds from now: seconds, or a date that `readDate` understands (RFC 9110, 10.2.3). */
export function retryAfterMs(
  header: string | null,
  { now, readDate }: { now: number; readDate: (text: string) => number | null },
): number | null {
  if (header === null) return null;
  if (/^\d{1,8}$/.test(header.trim())) return Number(header.trim()) * 1_000;
  const date = readDate(header);
  return date === null ? null : Math.max(0, date - now);
}

/** A number in [0, 1) that is the same for the same text. */
function share(text: string): number {
  return hashOf(text) / 2 ** 32;
}
