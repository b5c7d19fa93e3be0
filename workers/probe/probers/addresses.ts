import { isAddress } from "../../../shared/observe/target.ts";
import type { Resolution } from "../resolve.ts";
import type { ProbeContext } from "./prober.ts";

/** Remembers within one look what names resolve to, so that the guard's answer is at hand when the exchange is told. */
export function rememberAddresses(context: ProbeContext): {
  readonly context: ProbeContext;
  /** What the host of a URL is known to resolve to; itself when it is an address; empty when nobody asked. */
  readonly addressesOf: (url: string) => readonly string[];
} {
  const known = new Map<string, Promise<Resolution>>();
  const addresses = new Map<string, readonly string[]>();
  const resolve = (host: string) => {
    const asked = known.get(host) ?? context.resolve(host);
    known.set(host, asked);
    return asked.then((resolution) => {
      if (resolution.kind === "resolved") addresses.set(host, resolution.addresses);
      return resolution;
    });
  };
  return {
    context: { ...context, resolve },
    addressesOf: (url) => {
      const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.+$/, "");
      return isAddress(host) ? [host] : (addresses.get(host) ?? []);
    },
  };
}
