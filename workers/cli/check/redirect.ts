import type { HttpCheck, RedirectPolicy } from "../../../shared/schema/index.ts";
import type { HttpAnswer } from "./answer.ts";

/** What becomes of a redirect: followed, taken for the answer, or a failure; and what the next hop sends. */

export type Hop = {
  readonly url: URL;
  readonly method: HttpCheck["method"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

export type Redirect =
  /** There is none, or it is the answer. */
  | { readonly kind: "answer" }
  | { readonly kind: "followed"; readonly to: URL }
  /** The check's policy does not have it. */
  | { readonly kind: "refused"; readonly detail: string };

export function judgeRedirect(
  { status, headers }: Pick<HttpAnswer, "status" | "headers">,
  from: URL,
  { redirects, maxRedirects }: Pick<HttpCheck, "redirects" | "maxRedirects">,
): Redirect {
  const policy: RedirectPolicy = redirects ?? { policy: maxRedirects > 0 ? "follow" : "manual" };
  const { location } = headers;
  const isRedirect = status >= 300 && status < 400 && location !== undefined;
  const to = isRedirect ? (URL.parse(location, from.href) ?? null) : null;
  if (policy.policy === "follow") return to === null ? { kind: "answer" } : { kind: "followed", to };
  if (policy.policy === "never")
    return isRedirect
      ? { kind: "refused", detail: `must not redirect; redirected to ${shown(location)}` }
      : { kind: "answer" };
  const wanted = policy.location;
  if (wanted === undefined || status >= 400) return { kind: "answer" };
  if (!isRedirect) return { kind: "refused", detail: `must redirect to ${shown(wanted)}; it did not redirect` };
  const isWanted = location === wanted || (to !== null && URL.parse(wanted, from.href)?.href === to.href);
  return isWanted
    ? { kind: "answer" }
    : { kind: "refused", detail: `must redirect to ${shown(wanted)}; redirected to ${shown(location)}` };
}

/**
 * The next hop, as browsers make it (Fetch, "HTTP-redirect fetch"): a POST that is redirected by 301 or 302, and anything
 * by 303, goes on as GET. Another origin is told nothing of the check's own: its headers and its body may hold a secret.
 */
export function hopAfter(hop: Hop, { to, status }: { readonly to: URL; readonly status: number }): Hop {
  const isSame = to.origin === hop.url.origin;
  const becomesGet =
    (status === 303 && hop.method !== "HEAD") || ((status === 301 || status === 302) && hop.method === "POST");
  return {
    url: to,
    method: becomesGet ? "GET" : hop.method,
    headers: isSame
      ? hop.headers
      : Object.fromEntries(Object.entries(hop.headers).filter(([name]) => /^accept/i.test(name))),
    body: becomesGet || !isSame ? undefined : hop.body,
  };
}

function shown(text: string): string {
  return `"${text.slice(0, 120)}"`;
}
