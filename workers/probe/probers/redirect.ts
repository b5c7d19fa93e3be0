import type { HttpCheck, RedirectPolicy } from "../../../shared/schema/index.ts";

/** What becomes of a redirect: followed, taken for the answer, or a failure. */

export type Hop = {
  readonly url: string;
  readonly method: HttpCheck["method"];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

export type Redirect =
  /** There is none, or it is the answer. */
  | { readonly kind: "answer" }
  | { readonly kind: "followed"; readonly to: string }
  /** The check's policy does not have it. */
  | { readonly kind: "refused"; readonly detail: string };

export function judgeRedirect(response: Response, from: string, { redirects, maxRedirects }: HttpCheck): Redirect {
  const policy: RedirectPolicy = redirects ?? { policy: maxRedirects > 0 ? "follow" : "manual" };
  const location = response.headers.get("location");
  const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
  const to = isRedirect && URL.canParse(location, from) ? new URL(location, from).href : null;
  switch (policy.policy) {
    case "follow":
      return to === null ? { kind: "answer" } : { kind: "followed", to };
    case "never":
      return isRedirect
        ? { kind: "refused", detail: `must not redirect; redirected to ${shown(location)}` }
        : { kind: "answer" };
    case "manual": {
      const { location: wanted } = policy;
      if (wanted === undefined || response.status >= 400) return { kind: "answer" };
      if (!isRedirect) return { kind: "refused", detail: `must redirect to ${shown(wanted)}; it did not redirect` };
      if (location === wanted) return { kind: "answer" };
      if (to !== null && URL.canParse(wanted, from) && new URL(wanted, from).href === to) return { kind: "answer" };
      return { kind: "refused", detail: `must redirect to ${shown(wanted)}; redirected to ${shown(location)}` };
    }
  }
}

/**
 * The next hop, as browsers make it (Fetch, "HTTP-redirect fetch"): a POST that is redirected by 301 or 302, and anything
 * by 303, goes on as GET. Another origin gets neither the body nor the check's headers, which may hold a secret, but for
 * those that only say what is accepted.
 */
export function hopAfter(hop: Hop, { to, status }: { to: string; status: number }): Hop {
  const isSame = new URL(to).origin === new URL(hop.url).origin;
  const becomesGet =
    (status === 303 && hop.method !== "HEAD") || ((status === 301 || status === 302) && hop.method === "POST");
  const names = Object.keys(hop.headers).filter((name) => isSame || /^accept/i.test(name));
  return {
    url: to,
    method: becomesGet ? "GET" : hop.method,
    headers: Object.fromEntries(names.map((name) => [name, hop.headers[name] ?? ""])),
    body: becomesGet || !isSame ? undefined : hop.body,
  };
}

function shown(text: string): string {
  return `"${text.slice(0, 120)}"`;
}
