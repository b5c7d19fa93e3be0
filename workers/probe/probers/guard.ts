import { isPublicAddress } from "../../../shared/observe/address.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { isAddress, refusalOf } from "../../../shared/observe/target.ts";
import type { ProbeContext } from "./prober.ts";

/**
 * Stands before every exchange and every redirect: the URL is judged, its name resolved, and each address it has must
 * be public. Where private addresses are allowed, names are the business of the machine's own resolver. Answers with the exchange that did not take place, or `null` when it may.
 */
export async function guardTarget(
  url: string,
  { ports, context, hop }: { ports: readonly string[]; context: ProbeContext; hop: number },
): Promise<Exchange | null> {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = { scheme: protocol, host, port, hasCredentials: username !== "" || password !== "" };
  const refusal = refusalOf(target, { ports, allowPrivate: context.allowPrivate });
  if (refusal !== null) return { kind: "not-begun", detail: hop === 0 ? refusal : `redirected to ${host}: ${refusal}` };
  if (isAddress(host) || context.allowPrivate) return null;
  const resolution = await context.resolve(host.replace(/\.+$/, ""));
  switch (resolution.kind) {
    case "unasked":
      return { kind: "not-begun", detail: `the name could not be looked up: ${resolution.detail}` };
    case "failed":
      return { kind: "unresolved", cause: resolution.cause, detail: resolution.detail };
    case "resolved": {
      const inner = resolution.addresses.find((address) => !isPublicAddress(address));
      if (inner === undefined) return null;
      return { kind: "not-begun", detail: `${host} resolves to ${inner}, which is not public` };
    }
  }
}
