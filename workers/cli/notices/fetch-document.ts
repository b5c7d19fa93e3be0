import { lookup } from "node:dns/promises";
import { documentAddress } from "../../../shared/notices/address.ts";
import { decodeDocument, type Text } from "../../../shared/notices/encoding.ts";
import { DOCUMENT_MAX_BYTES } from "../../../shared/notices/limits.ts";
import { isPublicAddress } from "../../../shared/observe/address.ts";
import { isAddress, refusalOf } from "../../../shared/observe/target.ts";

/** A document over HTTP: every hop guarded, bounded in time, in redirects and in bytes as they come. */

export type Fetched = Text & { readonly url: string };

const TIMEOUT_MS = 20_000;
const REDIRECTS_MAX = 5;
const USER_AGENT = "Downwhere/0.1 (notices)";

export async function fetchDocument(
  address: string,
  { allowPrivate, xToken }: { allowPrivate: boolean; xToken: string | undefined },
): Promise<Fetched> {
  const { url: start, needsToken } = documentAddress(address);
  if (needsToken && xToken === undefined)
    return failed(address, "X answers to a token only: set X_BEARER_TOKEN to your own");
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let url = start;
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const refusal = await refusalFor(url, { allowPrivate });
    if (refusal !== null) return failed(url, refusal);
    // The token is for the first address alone: no redirect carries it elsewhere.
    const own: Record<string, string> = needsToken && hop === 0 ? { authorization: `Bearer ${xToken}` } : {};
    try {
      const response = await fetch(url, {
        redirect: "manual",
        signal,
        headers: { "user-agent": USER_AGENT, accept: "application/json, application/xml;q=0.9, */*;q=0.5", ...own },
      });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null && URL.canParse(location, url)) {
        await response.body?.cancel();
        url = new URL(location, url).href;
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        return failed(url, `the status must be 2xx; received ${response.status}`);
      }
      return { ...(await textOf(response)), url };
    } catch (error) {
      return failed(url, wordsOf(error));
    }
  }
  return failed(url, `redirected more than ${REDIRECTS_MAX} times`);
}

async function refusalFor(url: string, { allowPrivate }: { allowPrivate: boolean }): Promise<string | null> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = { scheme: protocol, host, port, hasCredentials: username !== "" || password !== "" };
  const refusal = refusalOf(target, { ports: [], allowPrivate });
  // With private addresses allowed, so are the ports on which people run what is private.
  if (refusal !== null && !(allowPrivate && refusal.startsWith("the port"))) return refusal;
  if (allowPrivate || isAddress(host)) return null;
  const addresses = await lookup(host, { all: true }).catch(() => null);
  if (addresses === null) return `the name ${host} could not be resolved`;
  const inner = addresses.find(({ address }) => !isPublicAddress(address));
  return inner === undefined ? null : `${host} resolves to ${inner.address}, which is not public (--allow-private)`;
}

async function textOf(response: Response): Promise<Text> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > DOCUMENT_MAX_BYTES)
      return { ok: false, because: `the document must have at most ${DOCUMENT_MAX_BYTES} bytes; received more` };
    chunks.push(chunk);
  }
  return decodeDocument(Buffer.concat(chunks), { contentType: response.headers.get("content-type"), decode });
}

export function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { fatal: true }).decode(bytes);
}

function failed(url: string, because: string): Fetched {
  return { ok: false, because, url };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS} ms`;
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
