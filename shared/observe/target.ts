import { isPublicAddress, parseV4, parseV6 } from "./address.ts";

/**
 * May this address be asked at all? Decided before every exchange and again at every redirect. The network is no
 * weapon: plain web only, no credentials, no odd ports, no names of one's own machine or network. What a name resolves
 * to is judged by `isPublicAddress` once it is known.
 */

/** Parts of a URL after the platform's own parser has normalised it (decimal, octal and hex hosts become dotted ones). */
export type Target = {
  readonly scheme: string;
  readonly host: string;
  readonly port: string;
  readonly hasCredentials: boolean;
};

/** Names that mean this machine or this network wherever they are asked (RFC 6761, RFC 8375, and clouds' metadata). */
const OWN_NAMES = [
  "localhost",
  "local",
  "internal",
  "intranet",
  "lan",
  "home",
  "corp",
  "home.arpa",
  "onion",
  "test",
  "invalid",
  "metadata",
  "localdomain",
];

export type TargetRules = {
  /** Ports besides the scheme's own: the one that the check itself names. */
  readonly ports: readonly string[];
  readonly allowPrivate: boolean;
};

/** Why the target is refused, in words; `null` when it may be asked, subject to what its name resolves to. */
export function refusalOf(
  { scheme, host, port, hasCredentials }: Target,
  { ports, allowPrivate }: TargetRules,
): string | null {
  if (scheme !== "http:" && scheme !== "https:") return `the scheme must be http or https; received "${scheme}"`;
  if (hasCredentials) return "the URL must not carry credentials";
  if (port !== "" && port !== "80" && port !== "443" && !ports.includes(port))
    return `the port must be 80, 443 or the check's own; received ${port}`;
  const name = host.toLowerCase().replace(/\.+$/, "");
  if (name === "") return "the host must not be empty";
  if (allowPrivate) return null;
  if (isAddress(name)) return isPublicAddress(name) ? null : `the address must be public; received ${name}`;
  const isOwn = OWN_NAMES.some((own) => name === own || name.endsWith(`.${own}`));
  if (isOwn || !name.includes(".")) return `the host must be a public name; received "${name}"`;
  return null;
}

/** An address rather than a name: there is nothing to resolve. */
export function isAddress(host: string): boolean {
  return parseV4(host) !== null || parseV6(host) !== null;
}
