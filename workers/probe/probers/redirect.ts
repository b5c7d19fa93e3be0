import { type Redirect, type Sent, sentAfter, judgeRedirect as verdictOn } from "../../../shared/observe/redirect.ts";
import type { HttpCheck } from "../../../shared/schema/index.ts";

/** Redirects as `fetch` shows them. */
export type Hop = Sent & { readonly url: string };

export function judgeRedirect(response: Response, from: string, check: HttpCheck): Redirect {
  const { status, headers } = response;
  return verdictOn({ status, location: headers.get("location") }, check, (to) =>
    URL.canParse(to, from) ? new URL(to, from).href : null,
  );
}

export function hopAfter(hop: Hop, { to, status }: { readonly to: string; readonly status: number }): Hop {
  const isSameOrigin = new URL(to).origin === new URL(hop.url).origin;
  return { url: to, ...sentAfter(hop, { status, isSameOrigin }) };
}
