import { parseV4, parseV6 } from "./address.ts";

/**
 * Whether an address is Cloudflare's own: its sockets connect to none of them, so that a refused connection there says
 * nothing. The list is https://www.cloudflare.com/ips/ as of 2026-11; it last changed in 2021.
 */
export function isCloudflareAddress(text: string): boolean {
  const v4 = parseV4(text);
  if (v4 !== null) return V4.some((block) => sharePrefix([v4 >>> 16, v4 & 0xffff], block, groupsOfV4));
  const v6 = parseV6(text);
  return v6 !== null && V6.some((block) => sharePrefix(v6, block, parseV6));
}

const V4 = [
  "173.245.48.0/20",
  "103.21.244.0/22",
  "103.22.200.0/22",
  "103.31.4.0/22",
  "141.101.64.0/18",
  "108.162.192.0/18",
  "190.93.240.0/20",
  "188.114.96.0/20",
  "197.234.240.0/22",
  "198.41.128.0/17",
  "162.158.0.0/15",
  "104.16.0.0/13",
  "104.24.0.0/14",
  "172.64.0.0/13",
  "131.0.72.0/22",
];

const V6 = [
  "2400:cb00::/32",
  "2606:4700::/32",
  "2803:f800::/32",
  "2405:b500::/32",
  "2405:8100::/32",
  "2a06:98c0::/29",
  "2c0f:f248::/32",
];

/** Compared in groups of 16 bits. */
function sharePrefix(groups: readonly number[], block: string, parse: (text: string) => number[] | null): boolean {
  const [network = "", bits = ""] = block.split("/");
  const prefix = parse(network) ?? [];
  return prefix.every((group, index) => {
    const free = Math.max(0, Math.min(16, 16 * (index + 1) - Number(bits)));
    return (groups[index] ?? 0) >> free === group >> free;
  });
}

function groupsOfV4(text: string): number[] | null {
  const address = parseV4(text);
  return address === null ? null : [address >>> 16, address & 0xffff];
}
