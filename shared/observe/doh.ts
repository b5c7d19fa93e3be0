import { DNS_MESSAGE_BYTES } from "../schema/limits.ts";
import { type DnsAnswer, decodeAnswer, encodeQuestion, type TypeName } from "./dns-message.ts";

/** One question to one resolver over HTTPS (RFC 8484, GET): what is asked, and what the answer comes to. */

/** Resolvers asked over HTTPS, run by different operators. */
export const RESOLVERS = ["https://cloudflare-dns.com/dns-query", "https://dns.google/dns-query"] as const;

export type Question = { readonly name: string; readonly type: TypeName };

export type Asked =
  | { readonly kind: "answered"; readonly resolver: string; readonly answer: DnsAnswer }
  /** The resolver could not be reached or spoke nonsense: our own side. */
  | { readonly kind: "unasked"; readonly resolver: string; readonly detail: string };

/** Fetches so many bytes of an answer at most; none of one that is no success. Rejects as `fetch` does. */
export type GetBytes = (
  url: string,
  wish: { readonly headers: Readonly<Record<string, string>>; readonly timeoutMs: number; readonly maxBytes: number },
) => Promise<{ readonly status: number; readonly bytes: Uint8Array }>;

/** Never throws. */
export async function askOverHttps(
  url: string,
  { name, type }: Question,
  { get, userAgent, timeoutMs }: { get: GetBytes; userAgent: string; timeoutMs: number },
): Promise<Asked> {
  const resolver = url.split("/")[2] ?? url;
  const unasked = (because: string): Asked => ({ kind: "unasked", resolver, detail: `${resolver} ${because}` });
  const question = encodeQuestion(name, type);
  if (question === null) return unasked(`cannot be asked about ${JSON.stringify(name.slice(0, 80))}: it is no name`);
  try {
    const headers = { accept: "application/dns-message", "user-agent": userAgent };
    const wish = { headers, timeoutMs, maxBytes: DNS_MESSAGE_BYTES };
    const { status, bytes } = await get(`${url}?dns=${base64Url(question)}`, wish);
    if (status < 200 || status > 299) return unasked(`answered with status ${status}`);
    const answer = decodeAnswer(bytes);
    return answer === null
      ? unasked("answered with something that is no DNS message")
      : { kind: "answered", resolver, answer };
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
    const isLate = kind === "TimeoutError" || kind === "AbortError";
    return unasked(isLate ? `did not answer within ${timeoutMs} ms` : `could not be asked: ${message}`);
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** RFC 4648, section 5, without padding. */
function base64Url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63] ?? "");
    text += digits.slice(0, Math.min(4, left + 1)).join("");
  }
  return text;
}
