import { lookup, Resolver } from "node:dns/promises";
import { isAddress } from "../../../shared/observe/target.ts";
import { codeOf } from "./failure.ts";
import { DNS_QUERY } from "./limits.ts";

/**
 * Names to addresses as this machine sees them: the system's own way, hosts file and all, or one name server that was
 * asked for. The system says less than DNS does, so a failure is asked again in DNS to tell its kind.
 */

export type Resolution =
  | { readonly kind: "resolved"; readonly addresses: readonly string[] }
  | {
      readonly kind: "failed";
      readonly cause: "resolve_nxdomain" | "resolve_servfail" | "resolve_timeout" | "resolve_empty";
      readonly detail: string;
    }
  /** No name server could be asked: our own side. */
  | { readonly kind: "unasked"; readonly detail: string };

export type Lookup = (host: string) => Promise<Resolution>;

/** `server`: an address with an optional port, or `null` for the system's own way. */
export function createLookup(server: string | null): Lookup {
  const resolver = new Resolver({ timeout: DNS_QUERY.timeoutMs, tries: DNS_QUERY.tries });
  if (server !== null) resolver.setServers([server]);
  return async (host) => {
    if (isAddress(host)) return { kind: "resolved", addresses: [host] };
    if (host.endsWith(".invalid"))
      return { kind: "failed", cause: "resolve_nxdomain", detail: `${host}: .invalid never exists (RFC 6761)` };
    return server === null || isOwnName(host) ? askSystem(host, resolver) : askServer(host, resolver);
  };
}

/** Every name under localhost is this machine, and no name server is asked (RFC 6761, section 6.3); not every system knows. */
function isOwnName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

async function askSystem(host: string, resolver: Resolver): Promise<Resolution> {
  const name = isOwnName(host) ? "localhost" : host;
  try {
    const found = await lookup(name, { all: true, verbatim: true });
    return { kind: "resolved", addresses: found.map(({ address }) => address) };
  } catch (error) {
    const code = error instanceof Error ? codeOf(error) : null;
    const inDns = await askServer(host, resolver);
    if (code === "ENOTFOUND" && (inDns.kind !== "failed" || inDns.cause !== "resolve_empty"))
      return { kind: "failed", cause: "resolve_nxdomain", detail: `${host} does not exist (${code})` };
    // The system could not say, DNS can by itself: the system's own way is broken, and the site is not reached by it.
    if (inDns.kind === "resolved")
      return {
        kind: "failed",
        cause: "resolve_servfail",
        detail: `${host}: the system's resolver says ${code ?? String(error)}`,
      };
    return inDns;
  }
}

async function askServer(host: string, resolver: Resolver): Promise<Resolution> {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  if (addresses.length > 0) return { kind: "resolved", addresses };
  const codes = answers.flatMap((answer) => (answer.status === "rejected" ? (codeOf(answer.reason) ?? "") : []));
  return failureOf(host, codes);
}

/** Codes of c-ares (Node's manual, "DNS error codes"), the plainest first. */
const MEANINGS = [
  ["ENOTFOUND", "resolve_nxdomain", "does not exist"],
  ["ETIMEOUT", "resolve_timeout", "the name server does not answer"],
  ["ESERVFAIL", "resolve_servfail", "the name server says SERVFAIL"],
  ["EREFUSED", "resolve_servfail", "the name server refuses to answer"],
  ["ENODATA", "resolve_empty", "exists and has no address"],
] as const;

function failureOf(host: string, codes: readonly string[]): Resolution {
  const meaning = MEANINGS.find(([code]) => codes.includes(code));
  if (meaning !== undefined)
    return { kind: "failed", cause: meaning[1], detail: `${host}: ${meaning[2]} (${meaning[0]})` };
  if (codes.includes("ECONNREFUSED") || codes.includes("ENONAME"))
    return { kind: "unasked", detail: `no name server could be asked for ${host} (${codes.join(", ")})` };
  return {
    kind: "failed",
    cause: "resolve_servfail",
    detail: `${host}: the name server's answer is no answer (${codes.join(", ")})`,
  };
}
