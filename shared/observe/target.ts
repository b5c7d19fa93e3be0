import { groupsOf, isPublicAddress } from "./address.ts";
import { HOST_MAX_CHARS } from "./limits.ts";

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

/**
 * Names that mean this machine or this network wherever they are asked: RFC 6761, RFC 6762 (appendix G), RFC 8375, RFC 9476,
 * ICANN's reservation of .internal (2024), and the names of clouds' metadata and of clusters.
 */
const OWN_NAMES = [
  "alt",
  "consul",
  "corp",
  "home",
  "home.arpa",
  "internal",
  "intranet",
  "invalid",
  "lan",
  "local",
  "localdomain",
  "localhost",
  "metadata",
  "onion",
  "private",
  "svc",
  "test",
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
  if (host.length > HOST_MAX_CHARS)
    return `the host must have at most ${HOST_MAX_CHARS} characters; received ${host.length}`;
  const name = host.toLowerCase().replace(/\.+$/, "");
  if (name === "") return "the host must not be empty";
  if (allowPrivate) return null;
  if (isAddress(name)) return isPublicAddress(name) ? null : `the address must be public; received ${name}`;
  const isOwn = OWN_NAMES.some((own) => name === own || name.endsWith(`.${own}`));
  if (isOwn || !isName(name)) return `the host must be a public name; received "${name}"`;
  return null;
}

/**
 * At least two labels of letters, digits, hyphens and underscores: what is left after the URL parser has put full-width
 * digits and other scripts into ASCII. A last label of digits alone would be an address that some resolver reads its own way.
 */
function isName(name: string): boolean {
  const labels = name.split(".");
  const isPlain = labels.every((label) => /^[a-z0-9_-]{1,63}$/.test(label));
  return isPlain && labels.length > 1 && !/^(?:\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? "");
}

/** An address rather than a name: there is nothing to resolve. */
export function isAddress(host: string): boolean {
  return groupsOf(host) !== null;
}
