import type { HttpCheck, RedirectPolicy } from "../schema/index.ts";

/** What becomes of a redirect: followed, taken for the answer, or a failure; and what the next hop sends. */

/** An address as the platform's parser writes it in full, seen from another; `null` where it is none. */
export type Resolve = (address: string) => string | null;

export type Redirect =
  /** There is none, or it is the answer. */
  | { readonly kind: "answer" }
  | { readonly kind: "followed"; readonly to: string }
  /** The check's policy does not have it. */
  | { readonly kind: "refused"; readonly detail: string };

export function judgeRedirect(
  { status, location }: { readonly status: number; readonly location: string | null },
  { redirects, maxRedirects }: Pick<HttpCheck, "redirects" | "maxRedirects">,
  resolve: Resolve,
): Redirect {
  const policy: RedirectPolicy = redirects ?? { policy: maxRedirects > 0 ? "follow" : "manual" };
  const isRedirect = status >= 300 && status < 400 && location !== null;
  const to = isRedirect ? resolve(location) : null;
  switch (policy.policy) {
    case "follow":
      return to === null ? { kind: "answer" } : { kind: "followed", to };
    case "never":
      return isRedirect
        ? { kind: "refused", detail: `must not redirect; redirected to ${shown(location)}` }
        : { kind: "answer" };
    case "manual": {
      const { location: wanted } = policy;
      if (wanted === undefined || status >= 400) return { kind: "answer" };
      if (!isRedirect) return { kind: "refused", detail: `must redirect to ${shown(wanted)}; it did not redirect` };
      if (location === wanted || (to !== null && resolve(wanted) === to)) return { kind: "answer" };
      return { kind: "refused", detail: `must redirect to ${shown(wanted)}; redirected to ${shown(location)}` };
    }
  }
}

/** What a hop sends, besides where it goes. */
export type Sent = {
  readonly method: HttpCheck["method"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

/**
 * What the next hop sends, as browsers make it (Fetch, "HTTP-redirect fetch"): a POST that is redirected by 301 or 302, and
 * anything by 303, goes on as GET. Another origin gets neither the body nor the check's headers, which may hold a secret, but
 * for those that only say what is accepted.
 */
export function sentAfter(
  { method, headers, body }: Sent,
  { status, isSameOrigin }: { readonly status: number; readonly isSameOrigin: boolean },
): Sent {
  const becomesGet = (status === 303 && method !== "HEAD") || ((status === 301 || status === 302) && method === "POST");
  const kept = Object.entries(headers).filter(([name]) => isSameOrigin || /^accept/i.test(name));
  return {
    method: becomesGet ? "GET" : method,
    headers: Object.fromEntries(kept),
    body: becomesGet || !isSameOrigin ? undefined : body,
  };
}

function shown(text: string): string {
  return `"${text.slice(0, 120)}"`;
}
