import { z } from "zod";
import { isPublicAddress } from "../../../shared/observe/address.ts";
import { isAddress, refusalOf } from "../../../shared/observe/target.ts";

/**
 * May this address be asked? The URL is judged, then what its name resolves to, over HTTPS: the local runtime has no guard of
 * its own. The name is looked up once an hour; the platform resolves it anew at each connection.
 */

const RESOLVER = "https://cloudflare-dns.com/dns-query";
const DnsJson = z.object({ Answer: z.array(z.object({ type: z.number(), data: z.string() })).optional() });
const RECORDS = [
  ["A", 1],
  ["AAAA", 28],
] as const;

export type Judged =
  | { readonly kind: "allowed" }
  | { readonly kind: "refused"; readonly because: string }
  /** The resolver could not be asked: our own side. */
  | { readonly kind: "unasked"; readonly because: string };

export function judgeUrl(url: string): Judged {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = { scheme: protocol, host, port, hasCredentials: username !== "" || password !== "" };
  const because = refusalOf(target, { ports: [], allowPrivate: false });
  return because === null ? { kind: "allowed" } : { kind: "refused", because };
}

export async function judgeName(
  url: string,
  { fetch, signal }: { fetch: typeof globalThis.fetch; signal: AbortSignal },
): Promise<Judged> {
  const { hostname } = new URL(url);
  if (isAddress(hostname.replace(/^\[(.*)\]$/, "$1"))) return { kind: "allowed" };
  try {
    const answers = await Promise.all(RECORDS.map(([name, type]) => ask(hostname, { name, type, fetch, signal })));
    const addresses = answers.flat();
    const inner = addresses.find((address) => !isPublicAddress(address));
    if (inner !== undefined)
      return { kind: "refused", because: `${hostname} resolves to ${inner}, which is not public` };
    if (addresses.length === 0) return { kind: "refused", because: `no address of ${hostname} is known` };
    return { kind: "allowed" };
  } catch {
    // Why it gave none is the platform's secret, and another one at each try.
    return { kind: "unasked", because: `the name ${hostname} could not be looked up: the resolver gave no answer` };
  }
}

async function ask(
  host: string,
  { name, type, fetch, signal }: { name: string; type: number; fetch: typeof globalThis.fetch; signal: AbortSignal },
): Promise<string[]> {
  const response = await fetch(`${RESOLVER}?name=${encodeURIComponent(host)}&type=${name}`, {
    headers: { accept: "application/dns-json" },
    signal,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the resolver answered ${response.status}`);
  }
  const { Answer } = DnsJson.parse(await response.json());
  return (Answer ?? []).filter((answer) => answer.type === type).map(({ data }) => data);
}
