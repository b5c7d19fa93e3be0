import { refusalOf } from "../../../shared/observe/target.ts";
import { type Judged, judgeName, judgeUrl } from "../sources/look-up.ts";

/**
 * May a message go to this address? The rules of the probes, and more: only https, only the usual ports, never the network
 * itself. On a local network that allows it, and only there, this machine may be told too.
 */

export type TargetRules = {
  readonly allowPrivate: boolean;
  /** How the network itself is reached. */
  readonly origin: string;
};

export function judgeTarget(text: string, { allowPrivate, origin }: TargetRules): Judged {
  if (!URL.canParse(text)) return refused(`must be an absolute URL; received ${JSON.stringify(text.slice(0, 60))}`);
  const url = new URL(text);
  if (url.origin === origin) return refused("must not be this network itself");
  if (!allowPrivate)
    return url.protocol === "https:" ? judgeUrl(text) : refused(`must be https; received ${url.protocol}//`);
  const target = {
    scheme: url.protocol,
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port,
    hasCredentials: url.username !== "" || url.password !== "",
  };
  const because = refusalOf(target, { ports: [url.port], allowPrivate });
  return because === null ? { kind: "allowed" } : refused(because);
}

/** The same, and then what its name resolves to. */
export async function judgeReach(
  text: string,
  { rules, fetch, signal }: { rules: TargetRules; fetch: typeof globalThis.fetch; signal: AbortSignal },
): Promise<Judged> {
  const judged = judgeTarget(text, rules);
  return judged.kind !== "allowed" || rules.allowPrivate ? judged : judgeName(text, { fetch, signal });
}

function refused(because: string): Judged {
  return { kind: "refused", because };
}
