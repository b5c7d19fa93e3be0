import { isPublicAddress } from "../../../shared/observe/address.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { refusalOf } from "../../../shared/observe/target.ts";
import type { Lookup } from "./resolve.ts";

/**
 * Stands before every hop. The URL is judged, its name resolved, and every address of it judged; the addresses that were
 * judged are handed on and connected to, so a name that changes its answer afterwards changes nothing.
 */
export type Admission =
  | { readonly kind: "admitted"; readonly addresses: readonly string[]; readonly port: number }
  | { readonly kind: "refused"; readonly exchange: Exchange };

export type GuardOptions = {
  readonly allowPrivate: boolean;
  /** Ports that the check itself names. */
  readonly ports: readonly string[];
  readonly lookup: Lookup;
  /** 0 for the URL itself, then one per redirect. */
  readonly hop: number;
};

export async function admit(url: URL, { allowPrivate, ports, lookup, hop }: GuardOptions): Promise<Admission> {
  const host = hostOf(url);
  const refuse = (reason: string): Admission => ({
    kind: "refused",
    exchange: { kind: "not-begun", detail: hop === 0 ? reason : `redirected to ${url.href}: ${reason}` },
  });
  const refusal = refusalOf(
    { scheme: url.protocol, host, port: url.port, hasCredentials: url.username !== "" || url.password !== "" },
    // On a machine of one's own that may ask private addresses, a port means no more than an address does.
    { ports: allowPrivate ? [url.port] : ports, allowPrivate },
  );
  if (refusal !== null) return refuse(refusal);
  const resolution = await lookup(host);
  switch (resolution.kind) {
    case "unasked":
      return refuse(resolution.detail);
    case "failed":
      return { kind: "refused", exchange: { kind: "unresolved", cause: resolution.cause, detail: resolution.detail } };
    case "resolved": {
      const inner = allowPrivate ? undefined : resolution.addresses.find((address) => !isPublicAddress(address));
      if (inner !== undefined) return refuse(`${host} resolves to ${inner}, which is not public`);
      const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
      return { kind: "admitted", addresses: resolution.addresses, port };
    }
  }
}

/** Without the brackets of an IPv6 address and the dot of a rooted name. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.+$/, "");
}
