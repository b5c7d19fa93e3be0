import { parseV6 } from "../../../shared/observe/address.ts";
import { refusalOf } from "../../../shared/observe/target.ts";

/** Who may ask for what: the guard before a stranger's URL is handed to any probe, and whom a request counts for. */

/** The URL in its normal form, or why it may not be asked. `ports`: those that configured checks name for a host. */
export function targetOf(
  text: string,
  { ownHost, ports }: { ownHost: string; ports: (host: string) => readonly string[] },
): { readonly url: URL } | { readonly refusal: string } {
  if (!URL.canParse(text)) return { refusal: `must be an absolute URL; received ${JSON.stringify(text.slice(0, 60))}` };
  const url = new URL(text);
  url.hash = "";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const refusal = refusalOf(
    {
      scheme: url.protocol,
      host,
      port: url.port,
      hasCredentials: url.username !== "" || url.password !== "",
    },
    { ports: ports(url.hostname), allowPrivate: false },
  );
  if (refusal !== null) return { refusal };
  if (bare(url.hostname) === bare(ownHost)) return { refusal: "the host must not be this network's own" };
  return { url };
}

function bare(host: string): string {
  return host.toLowerCase().replace(/\.+$/, "");
}

/** One client: an IPv4 address, or the /64 that one subscriber has of IPv6. */
export function clientOf(address: string | undefined): string {
  if (address === undefined) return "unknown";
  const groups = parseV6(address);
  return groups === null
    ? address
    : `${groups
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(":")}::/64`;
}
