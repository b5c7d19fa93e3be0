import { isPublicAddress } from "../../../shared/observe/address.ts";
import type { Exchange } from "../../../shared/observe/exchange.ts";
import { isAddress, refusalOf } from "../../../shared/observe/target.ts";
import type { ProbeContext } from "./prober.ts";

/**
 * Stands before every exchange and every redirect: the URL is judged, its name resolved, and each address it has must
 * be public. Where private addresses are allowed, names are the business of the machine's own resolver. Answers with the
 * exchange that did not take place, or `null` when it may.
 */
export async function guardTarget(
  url: string,
  { ports, context, hop }: { ports: readonly string[]; context: ProbeContext; hop: number },
): Promise<Exchange | null> {
  const refused = (because: string, to = ""): Exchange => ({
    kind: "not-begun",
    detail: hop === 0 ? because : `redirected${to}: ${because}`,
  });
  if (!URL.canParse(url)) return refused("the target must be a URL");
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const target = { scheme: protocol, host, port, hasCredentials: username !== "" || password !== "" };
  const refusal = refusalOf(target, { ports, allowPrivate: context.allowPrivate });
  if (refusal !== null) return refused(refusal, ` to ${host}`);
  if (isAddress(host) || context.allowPrivate) return null;
  const resolution = await context.resolve(host.replace(/\.+$/, ""));
  switch (resolution.kind) {
    case "unasked":
      return refused(`the name could not be looked up: ${resolution.detail}`);
    case "failed":
      return { kind: "unresolved", cause: resolution.cause, detail: resolution.detail };
    case "resolved": {
      const inner = resolution.addresses.find((address) => !isPublicAddress(address));
      return inner === undefined ? null : refused(`${host} resolves to ${inner}, which is not public`);
    }
  }
}
