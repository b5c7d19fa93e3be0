import { type DnsAnswer, decodeAnswer, encodeQuestion, type TypeName } from "../../shared/observe/dns-message.ts";
import { DNS_MESSAGE_BYTES } from "../../shared/schema/limits.ts";
import { readBytes } from "./probers/read-body.ts";

/** One question to one resolver over HTTPS (RFC 8484, GET). Every DNS question of the probe is asked here. */

export type DohPorts = { readonly fetch: typeof fetch; readonly userAgent: string; readonly timeoutMs: number };

export type Asked =
  | { readonly kind: "answered"; readonly resolver: string; readonly answer: DnsAnswer }
  /** The resolver could not be reached or spoke nonsense: our own side. */
  | { readonly kind: "unasked"; readonly resolver: string; readonly detail: string };

/** Never throws. */
export async function askResolver(
  url: string,
  { name, type }: { name: string; type: TypeName },
  { fetch, userAgent, timeoutMs }: DohPorts,
): Promise<Asked> {
  const resolver = new URL(url).host;
  const unasked = (because: string): Asked => ({ kind: "unasked", resolver, detail: `${resolver} ${because}` });
  const question = encodeQuestion(name, type);
  if (question === null) return unasked(`cannot be asked about ${JSON.stringify(name.slice(0, 80))}: it is no name`);
  try {
    const response = await fetch(`${url}?dns=${base64Url(question)}`, {
      headers: { accept: "application/dns-message", "user-agent": userAgent },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return unasked(`answered with status ${response.status}`);
    }
    const answer = decodeAnswer(await readBytes(response, DNS_MESSAGE_BYTES));
    return answer === null
      ? unasked("answered with something that is no DNS message")
      : { kind: "answered", resolver, answer };
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
    const isLate = kind === "TimeoutError" || kind === "AbortError";
    return unasked(isLate ? `did not answer within ${timeoutMs} ms` : `could not be asked: ${message}`);
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
