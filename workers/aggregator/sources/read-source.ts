import { documentAddress } from "../../../shared/notices/address.ts";
import { decodeDocument } from "../../../shared/notices/encoding.ts";
import type { Reading } from "../../../shared/notices/found.ts";
import { DOCUMENT_MAX_BYTES } from "../../../shared/notices/limits.ts";
import { readDeclared } from "../../../shared/notices/read.ts";
import { type PolledSource, retryAfterMs, type SourceMemory } from "../../../shared/notices/schedule.ts";
import { readTime } from "../../../shared/notices/time.ts";
import { SOURCE_REDIRECTS, SOURCE_TIMEOUT_MS } from "../limits.ts";
import { type Judged, judgeName, judgeUrl } from "./look-up.ts";

/**
 * One reading of one source: a conditional request, guarded at every hop, bounded in time and bytes. Whatever goes wrong is an
 * answer in words: an unread source is unknown, and that is all.
 */

export type SourcePorts = {
  readonly fetch: typeof fetch;
  readonly userAgent: string;
  /** The operator's own, for X; `null` where there is none. */
  readonly xToken: string | null;
  /** Judges what a name resolves to; a test that reads from this machine has its own. */
  readonly judge: (url: string, options: { fetch: typeof globalThis.fetch; signal: AbortSignal }) => Promise<Judged>;
  readonly judgeUrl: (url: string) => Judged;
};

export const PUBLIC_ONLY = { judge: judgeName, judgeUrl };

export type SourceAnswer =
  | { readonly kind: "unchanged" }
  | {
      readonly kind: "read";
      readonly reading: Reading;
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly digest: string;
    }
  | {
      readonly kind: "failed";
      readonly because: string;
      readonly retryAfterMs: number | null;
      /** The request never left: our own side. */
      readonly isOurs: boolean;
    };

export async function readSource(
  source: PolledSource,
  { memory, now, ports }: { memory: SourceMemory; now: number; ports: SourcePorts },
): Promise<SourceAnswer> {
  const { url: start, needsToken } = documentAddress(source.url);
  if (needsToken && ports.xToken === null) return failed("X answers to a token only: X_BEARER_TOKEN is not set");
  const signal = AbortSignal.timeout(SOURCE_TIMEOUT_MS);
  const headers: Record<string, string> = {
    "user-agent": ports.userAgent,
    accept: "application/json, application/xml;q=0.9, */*;q=0.5",
    ...(memory.etag === null ? {} : { "if-none-match": memory.etag }),
    ...(memory.lastModified === null ? {} : { "if-modified-since": memory.lastModified }),
  };
  let url = start;
  try {
    for (let hop = 0; hop <= SOURCE_REDIRECTS; hop++) {
      const judged = await judge(url, { isKnown: hop === 0 && memory.nameKnownUntil > now, ports, signal });
      if (judged.kind !== "allowed") return failed(judged.because, { isOurs: judged.kind === "unasked" });
      // The token is for the first address alone: no redirect carries it elsewhere.
      const own: Record<string, string> = needsToken && hop === 0 ? { authorization: `Bearer ${ports.xToken}` } : {};
      const response = await ports.fetch(url, { redirect: "manual", headers: { ...headers, ...own }, signal });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
        await response.body?.cancel();
        url = new URL(location, url).href;
        continue;
      }
      return await answerOf(response, { source, url, memory, now });
    }
    return failed(`redirected more than ${SOURCE_REDIRECTS} times`);
  } catch (error) {
    return failed(wordsOf(error));
  }
}

async function judge(
  url: string,
  { isKnown, ports, signal }: { isKnown: boolean; ports: SourcePorts; signal: AbortSignal },
): Promise<Judged> {
  const judged = ports.judgeUrl(url);
  return judged.kind !== "allowed" || isKnown ? judged : ports.judge(url, { fetch: ports.fetch, signal });
}

type At = { readonly source: PolledSource; readonly url: string; readonly memory: SourceMemory; readonly now: number };

async function answerOf(response: Response, { source, url, memory, now }: At): Promise<SourceAnswer> {
  if (response.status === 304) return { kind: "unchanged" };
  if (!response.ok) {
    await response.body?.cancel();
    const wait = retryAfterMs(response.headers.get("retry-after"), { now, readDate: readTime });
    return failed(`the status must be 2xx; received ${response.status}`, { retryAfterMs: wait });
  }
  const bytes = await bodyOf(response);
  if (bytes === null) return failed(`the document must have at most ${DOCUMENT_MAX_BYTES} bytes; received more`);
  const digest = await digestOf(bytes);
  if (digest === memory.digest && memory.because === null) return { kind: "unchanged" };
  const contentType = response.headers.get("content-type");
  const decode = (raw: Uint8Array, encoding: string) =>
    new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(raw);
  const text = decodeDocument(bytes, { contentType, decode });
  if (!text.ok) return failed(text.because);
  const outcome = readDeclared(text.text, { kind: source.kind, now, url });
  if (!outcome.ok) return failed(outcome.because);
  return {
    kind: "read",
    reading: outcome.reading,
    etag: header(response, "etag"),
    lastModified: header(response, "last-modified"),
    digest,
  };
}

/** `null` for a body that is too long, told by its header or found while it comes. */
async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(response.headers.get("content-length") ?? 0) > DOCUMENT_MAX_BYTES) {
    await response.body?.cancel();
    return null;
  }
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > DOCUMENT_MAX_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash.subarray(0, 12)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A header that is sent back must be short: the memory of all sources is one row. */
function header(response: Response, name: string): string | null {
  const value = response.headers.get(name);
  return value === null || value.length > 200 ? null : value;
}

function failed(
  because: string,
  { retryAfterMs: wait = null, isOurs = false }: { retryAfterMs?: number | null; isOurs?: boolean } = {},
): SourceAnswer {
  return { kind: "failed", because: because.slice(0, 300), retryAfterMs: wait, isOurs };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "TimeoutError" ? `no answer within ${SOURCE_TIMEOUT_MS} ms` : error.message;
}
