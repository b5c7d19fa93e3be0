import type { ProviderId } from "../../schema/index.ts";
import { blockOf, isIn, isPublicAddress, unfolded } from "../address.ts";
import { ADDRESSES_MAX } from "../limits.ts";
import published from "./published-ranges.json" with { type: "json" };

/** Whose edge an address is, by the ranges that the CDNs publish themselves. Source and date stand beside the blocks. */

const RANGES = published.map(({ provider, blocks }) => ({ provider, blocks: blocks.map(blockOf) }));

/** The CDN at one of these addresses; `null` when none of them is known to be one. */
export function providerAt(addresses: readonly string[]): ProviderId | null {
  for (const address of addresses.slice(0, ADDRESSES_MAX)) {
    const groups = unfolded(address);
    if (groups === null) continue;
    const range = RANGES.find(({ blocks }) => blocks.some((block) => isIn(groups, block)));
    if (range !== undefined) return range.provider;
  }
  return null;
}

/** Whether the addresses say anything of who stands there: a private one may be anybody's. */
export function areTelling(addresses: readonly string[]): boolean {
  return addresses.slice(0, ADDRESSES_MAX).some(isPublicAddress);
}
