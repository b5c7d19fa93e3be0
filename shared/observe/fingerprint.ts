import type { ProviderId } from "../schema/index.ts";
import { CDNS } from "./edges/cdns.ts";
import { HOSTS } from "./edges/hosts.ts";
import { MORE_CDNS } from "./edges/more-cdns.ts";
import { PROXIES } from "./edges/proxies.ts";
import { providerAt } from "./edges/ranges.ts";
import { isMarked, type Print, pageOf } from "./edges/row.ts";

/**
 * Who hosts a target: whose edge its addresses are, or whose name stands on the answer. One broken edge is the CDN's fault
 * only when other services of it fail too, so every observation names it.
 */

const NAMED = [...CDNS, ...MORE_CDNS, ...HOSTS];
const HOSTED_PROXIES = PROXIES.filter(({ provider }) => provider !== null);

/** The outermost one that is known; `null` when none is. An address beats a header, which whoever stands behind may have set. */
export function providerOf(print: Print, addresses: readonly string[]): ProviderId | null {
  const marked = NAMED.find((row) => isMarked(print, row)) ?? HOSTED_PROXIES.find((row) => pageOf(print, row));
  return providerAt(addresses) ?? marked?.provider ?? null;
}
