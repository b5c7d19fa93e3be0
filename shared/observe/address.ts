/**
 * Is an address one that anybody on the internet could be asked about? Everything in the IANA special-purpose registries
 * (RFC 6890 and its updates) is not: it is private, reserved, link-local, or a machine's own. Every form in which an IPv4
 * address can hide inside an IPv6 one is unfolded first.
 */

/** Blocks that are not globally reachable, with the document that says so. */
const V4_BLOCKS: readonly (readonly [block: string, source: string])[] = [
  ["0.0.0.0/8", "RFC 791, this network"],
  ["10.0.0.0/8", "RFC 1918, private"],
  ["100.64.0.0/10", "RFC 6598, shared"],
  ["127.0.0.0/8", "RFC 1122, loopback"],
  ["169.254.0.0/16", "RFC 3927, link-local and cloud metadata"],
  ["172.16.0.0/12", "RFC 1918, private"],
  ["192.0.0.0/24", "RFC 6890, protocol assignments"],
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
];

/** Outside 2000::/3 nothing is global unicast; inside it, these are not. */
const V6_BLOCKS: readonly (readonly [block: string, source: string])[] = [
  ["2001::/23", "RFC 2928, protocol assignments, Teredo among them"],
  ["2001:db8::/32", "RFC 3849, documentation"],
  ["3fff::/20", "RFC 9637, documentation"],
];

/** `false` for every special-purpose address and for every text that is no address. */
export function isPublicAddress(text: string): boolean {
  const v4 = parseV4(text);
  if (v4 !== null) return isPublicV4(v4);
  const v6 = parseV6(text);
  return v6 !== null && isPublicV6(v6);
}

/** An IPv4 address as one number, from four decimal parts; `null` for any other text. */
export function parseV4(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  const parts = match.slice(1).map((part) => (part.length > 1 && part.startsWith("0") ? 256 : Number(part)));
  return parts.some((part) => part > 255) ? null : parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** Eight groups of an IPv6 address, brackets and zone removed; `null` for any other text. */
export function parseV6(text: string): number[] | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1").split("%")[0] ?? "";
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const v4 = tail?.[2] === undefined ? null : parseV4(tail[2]);
  if (tail !== null && v4 === null) return null;
  const hex = v4 === null ? bare : `${tail?.[1] ?? ""}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
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

function isPublicV4(address: number): boolean {
  return !V4_BLOCKS.some(([block]) => {
    const [network = "", bits = "32"] = block.split("/");
    const size = 2 ** (32 - Number(bits));
    return Math.floor(address / size) === Math.floor((parseV4(network) ?? -1) / size);
  });
}

function isPublicV6(groups: readonly number[]): boolean {
  const inner = embeddedV4(groups);
  if (inner !== null) return isPublicV4(inner);
  const isGlobalUnicast = ((groups[0] ?? 0) & 0xe000) === 0x2000;
  return isGlobalUnicast && !V6_BLOCKS.some(([block]) => isWithin(groups, block));
}

/** The IPv4 address that an IPv6 one stands for: mapped (RFC 4291), NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function embeddedV4(groups: readonly number[]): number | null {
  const [a = 0, b = 0, c = 0] = groups;
  const last = ((groups[6] ?? 0) * 65_536 + (groups[7] ?? 0)) >>> 0;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && groups.slice(2, 6).every((group) => group === 0);
  if (isMapped || isNat64) return last;
  return a === 0x2002 ? (b * 65_536 + c) >>> 0 : null;
}

function isWithin(groups: readonly number[], block: string): boolean {
  const [network = "", bits = "128"] = block.split("/");
  const prefix = parseV6(network) ?? [];
  const bitOf = (cells: readonly number[], index: number) => ((cells[index >> 4] ?? 0) >> (15 - (index & 15))) & 1;
  return Array.from({ length: Number(bits) }, (_, index) => index).every(
    (index) => bitOf(groups, index) === bitOf(prefix, index),
  );
}
