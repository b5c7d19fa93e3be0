import type { Cause, Stage } from "../schema/index.ts";
import { areTelling, providerAt } from "./edges/ranges.ts";
import { hasMark, type Print } from "./edges/row.ts";
import type { Exchange } from "./exchange.ts";
import { BARE_CODE_MAX_CHARS } from "./limits.ts";

/**
 * Cloudflare's own codes: 520 to 527, 530, and the 1xxx in their pages. Two speakers use them. When the target sits behind
 * Cloudflare, its edge tells what happened between it and the origin; otherwise it is the egress of our own platform, and
 * the code names the stage at which our exchange ended.
 */

export type Spoken =
  | { readonly kind: "failed"; readonly stage: Stage; readonly cause: Cause; readonly detail: string }
  /** The target refused us. */
  | { readonly kind: "refused"; readonly detail: string }
  /** Our own side: a limit of ours, or an egress that cannot say what is wrong. */
  | { readonly kind: "ours"; readonly detail: string };

const EGRESS: Readonly<Record<number, { readonly stage: Stage; readonly cause: Cause }>> = {
  520: { stage: "response", cause: "connect_reset" },
  521: { stage: "connect", cause: "connect_refused" },
  522: { stage: "connect", cause: "connect_timeout" },
  523: { stage: "connect", cause: "connect_unreachable" },
  524: { stage: "response", cause: "response_timeout" },
  525: { stage: "tls", cause: "tls_handshake" },
  526: { stage: "tls", cause: "tls_untrusted" },
  527: { stage: "connect", cause: "connect_reset" },
};

/** Cloudflare, "Cloudflare 1xxx errors", by whom they speak of. */
const CODES: Readonly<Record<string, "name" | "origin" | "limit" | "wall" | "worker" | "exception">> = {
  "1000": "origin",
  "1001": "name",
  "1002": "origin",
  "1004": "origin",
  "1005": "wall",
  "1006": "wall",
  "1007": "wall",
  "1008": "wall",
  "1009": "wall",
  "1010": "wall",
  "1012": "wall",
  "1014": "origin",
  "1015": "limit",
  "1016": "name",
  "1018": "origin",
  "1020": "wall",
  "1023": "origin",
  "1027": "limit",
  "1033": "origin",
  "1034": "origin",
  "1042": "limit",
  "1101": "exception",
  "1102": "worker",
  "1106": "wall",
};

/** Statuses under which a 1xxx code comes. */
const CODED = [403, 404, 409, 429, 500, 503, 530];

export type Asked = Pick<Extract<Exchange, { kind: "answered" }>, "addresses" | "egress">;

/** What Cloudflare's code means; `null` when the answer carries none. */
export function spokenByCloudflare(print: Print, asked: Asked): Spoken | null {
  const atEdge = isAtEdge(print, asked);
  const code = CODED.includes(print.status) ? codeIn(print, atEdge) : null;
  const isProven = asked.egress === "own" || areTelling(asked.addresses);
  if (code !== null && (code in CODES || !atEdge))
    return byCode(code, { atEdge, isProven, isOwn: asked.egress === "own" });
  const egress = EGRESS[print.status];
  if (egress === undefined && print.status !== 530) return null;
  if (atEdge) return originFailed(String(print.status));
  if (egress === undefined) return { kind: "ours", detail: "our egress says 530 without a code" };
  return { kind: "failed", ...egress, detail: `our egress says ${print.status}` };
}

/** An answer with Cloudflare's name on it that says nothing of who hosts the target. */
export function isOurEgress(print: Print, asked: Asked): boolean {
  return (print.status in EGRESS || print.status === 530) && !isAtEdge(print, asked);
}

/** Our own egress signs its pages like any edge of Cloudflare: where the addresses are known, they decide. */
function isAtEdge(print: Print, { addresses, egress }: Asked): boolean {
  if (egress === "own") return true;
  if (areTelling(addresses)) return providerAt(addresses) === "cloudflare";
  return hasMark(print, ["cf-ray", ""]) || hasMark(print, ["server", "cloudflare"]);
}

function byCode(
  code: string,
  { atEdge, isProven, isOwn }: { atEdge: boolean; isProven: boolean; isOwn: boolean },
): Spoken {
  const about = CODES[code];
  // A Worker that threw was the service's: had ours thrown, nobody would read this. Whose resources they were, only the
  // address can prove, or that no Worker asked.
  if (about === "exception" || (about === "worker" && atEdge && isProven)) {
    const detail = `the service's Worker failed: error code ${code}`;
    return { kind: "failed", stage: "response", cause: "origin_error", detail };
  }
  // 1015 is the target's own rate limit where no platform of ours stands in between.
  if (about === "limit" && isOwn) return { kind: "refused", detail: `the target's limit: error code ${code}` };
  if (about === "limit" || about === "worker") return { kind: "ours", detail: `our own limit: error code ${code}` };
  if (about === "wall") return { kind: "refused", detail: `Cloudflare's firewall: error code ${code}` };
  if (atEdge) return originFailed(`error code ${code}`);
  if (about === "name")
    return {
      kind: "failed",
      stage: "resolve",
      cause: "resolve_nxdomain",
      detail: `our egress says error code ${code}`,
    };
  return { kind: "ours", detail: `our egress says error code ${code}` };
}

function originFailed(words: string): Spoken {
  const detail = `the edge says that the origin failed: ${words}`;
  return { kind: "failed", stage: "response", cause: "origin_unreachable", detail };
}

/** What stands before the code on a bare page, on a branded one, and in the JSON for programs. */
const BEFORE_CODE = ["error code: ", 'cf-error-code">', '"error_code":', "error "];

/** The code of a page that is nothing else, or of a page that Cloudflare has signed. */
function codeIn({ body, headers }: Print, atEdge: boolean): string | null {
  const text = body.trim();
  const isSigned = atEdge || hasMark({ headers }, ["server", "cloudflare"]);
  if (text.length > BARE_CODE_MAX_CHARS && !isSigned) return null;
  for (const before of BEFORE_CODE) {
    const at = text.indexOf(before);
    const code = at < 0 ? undefined : /^1\d{3}(?!\d)/.exec(text.slice(at + before.length, at + before.length + 5))?.[0];
    if (code !== undefined) return code;
  }
  return null;
}
