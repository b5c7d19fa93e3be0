import { type Redirect, type Sent, sentAfter, judgeRedirect as verdictOn } from "../../../shared/observe/redirect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";
import type { HttpAnswer } from "./answer.ts";

/** Redirects as an answer read from a socket shows them. */
export type Hop = Sent & { readonly url: URL };

export function judgeRedirect(
  { status, headers }: Pick<HttpAnswer, "status" | "headers">,
  from: URL,
  check: Pick<HttpCheck, "redirects" | "maxRedirects">,
): Redirect {
  const { location = null } = headers;
  return verdictOn({ status, location }, check, (to) => URL.parse(to, from.href)?.href ?? null);
}

export function hopAfter(hop: Hop, { to, status }: { readonly to: URL; readonly status: number }): Hop {
  return { url: to, ...sentAfter(hop, { status, isSameOrigin: to.origin === hop.url.origin }) };
}
