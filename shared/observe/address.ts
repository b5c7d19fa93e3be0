import { ADDRESS_MAX_CHARS } from "./limits.ts";

/**
 * Is an address one that anybody on the internet could be asked about? Everything in the IANA special-purpose registries
 * (RFC 6890 and its updates) is not: it is private, reserved, link-local, or a machine's own. Every form in which an IPv4
 * address can hide inside an IPv6 one is unfolded first.
 */

/** Blocks that are not globally reachable, with the document that says so. */
const V4_BLOCKS: readonly Block[] = [
  ["0.0.0.0/8", "RFC 791, this network"],
  ["10.0.0.0/8", "RFC 1918, private"],
  ["100.64.0.0/10", "RFC 6598, shared; a cloud's metadata at 100.100.100.200"],
  ["127.0.0.0/8", "RFC 1122, loopback"],
  ["168.63.129.16/32", "Azure's platform address: public in form, but every machine there has its own behind it"],
  ["169.254.0.0/16", "RFC 3927, link-local and cloud metadata"],
  ["172.16.0.0/12", "RFC 1918, private"],
  ["192.0.0.0/24", "RFC 6890, protocol assignments; a cloud's metadata at 192.0.0.192"],
  ["192.0.2.0/24", "RFC 5737, documentation"],
  ["192.31.196.0/24", "RFC 7535, AS112"],
  ["192.52.193.0/24", "RFC 7450, AMT"],
  ["192.88.99.0/24", "RFC 7526, 6to4 relay"],
  ["192.168.0.0/16", "RFC 1918, private"],
  ["192.175.48.0/24", "RFC 7534, AS112"],
  ["198.18.0.0/15", "RFC 2544, benchmarking"],
  ["198.51.100.0/24", "RFC 5737, documentation"],
  ["203.0.113.0/24", "RFC 5737, documentation"],
  ["224.0.0.0/4", "RFC 5771, multicast"],
  ["240.0.0.0/4", "RFC 1112, reserved and broadcast"],
].map(([block = ""]) => blockOf(block));

const GLOBAL_UNICAST = blockOf("2000::/3");
/** Outside 2000::/3 nothing is global unicast; inside it, these are not. */
const V6_BLOCKS: readonly Block[] = [
  ["2001::/23", "RFC 2928, protocol assignments, Teredo among them"],
  ["2001:db8::/32", "RFC 3849, documentation"],
  ["2620:4f:8000::/48", "RFC 7534, AS112"],
  ["3fff::/20", "RFC 9637, documentation"],
].map(([block = ""]) => blockOf(block));

/** IPv6 blocks whose addresses stand for an IPv4 one, and the group at which it begins. */
const EMBEDDING: readonly (readonly [Block, number])[] = [
  // Mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056). The local NAT64 of RFC 8215 lies outside 2000::/3 and is refused.
  [blockOf("::ffff:0:0/96"), 6],
  [blockOf("64:ff9b::/96"), 6],
  [blockOf("2002::/16"), 1],
];

/** `false` for every special-purpose address and for every text that is no address. A zone belongs to one machine alone. */
export function isPublicAddress(text: string): boolean {
  const groups = text.includes("%") ? null : unfolded(text);
  if (groups === null) return false;
  if (groups.length === 2) return !V4_BLOCKS.some((block) => isIn(groups, block));
  return isIn(groups, GLOBAL_UNICAST) && !V6_BLOCKS.some((block) => isIn(groups, block));
}

/** The groups of an address, an IPv4 one taken out of the IPv6 one that it hides in; `null` for any other text. */
export function unfolded(text: string): readonly number[] | null {
  const groups = groupsOf(text);
  if (groups === null || groups.length === 2) return groups;
  const embedding = EMBEDDING.find(([block]) => isIn(groups, block));
  if (embedding === undefined) return groups;
  const [, from] = embedding;
  return groupsOfV4((groups[from] ?? 0) * 65_536 + (groups[from + 1] ?? 0));
}

/** An IPv4 address as one number, from four decimal parts; `null` for any other text. */
export function parseV4(text: string): number | null {
  if (text.length > 15) return null;
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const parts = match.slice(1).map((part) => (part.length > 1 && part.startsWith("0") ? 256 : Number(part)));
  return parts.some((part) => part > 255) ? null : parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Eight groups of an IPv6 address, brackets and zone removed; `null` for any other text. */
export function parseV6(text: string): number[] | null {
  if (text.length > ADDRESS_MAX_CHARS) return null;
  const bare = text.replace(/^\[(.*)\]$/, "$1").split("%")[0] ?? "";
  const hex = withoutDots(bare);
  if (hex === null) return null;
  const halves = hex.split("::");
  if (halves.length > 2 || !hex.includes(":")) return null;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => "0"), ...rest];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null;
}

/** `::ffff:10.0.0.1` as `::ffff:a00:1`; `null` when what stands at the end is no IPv4 address. */
function withoutDots(text: string): string | null {
  const cut = text.lastIndexOf(":") + 1;
  const tail = text.slice(cut);
  if (!tail.includes(".")) return text;
  const v4 = cut === 0 ? null : parseV4(tail);
  return v4 === null ? null : `${text.slice(0, cut)}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
}

/** A block of addresses ("10.0.0.0/8", "2400:cb00::/32"), read once and asked often. */
export type Block = { readonly groups: readonly number[]; readonly bits: number };

/** The block of a text that we wrote ourselves; throws when it is none. */
export function blockOf(text: string): Block {
  const [network = "", bits] = text.split("/");
  const groups = groupsOf(network);
  const width = groups === null ? 0 : groups.length * 16;
  const count = Number(bits ?? width);
  if (groups === null || !(count >= 0 && count <= width))
    throw new Error(`must be a block such as 10.0.0.0/8; received ${text}`);
  return { groups, bits: count };
}

/** `address` as groups of 16 bits: two for IPv4, eight for IPv6. */
export function isIn(address: readonly number[], { groups, bits }: Block): boolean {
  if (address.length !== groups.length) return false;
  for (let index = 0, left = bits; left > 0; index++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
    if (((address[index] ?? 0) & mask) !== ((groups[index] ?? 0) & mask)) return false;
  }
  return true;
}

/** Groups of 16 bits of an address of either kind; `null` for any other text. */
export function groupsOf(text: string): number[] | null {
  const v4 = parseV4(text);
  return v4 === null ? parseV6(text) : groupsOfV4(v4);
}

export function groupsOfV4(address: number): number[] {
  return [Math.floor(address / 65_536), address % 65_536];
}
