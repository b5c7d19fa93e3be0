import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { Trace } from "./trace.ts";

/** What both versions of HTTP come to: a status, headers, and a body that can be read or let go. */

export type HttpRequest = {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};

export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case; what came several times is joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  /** Why the body broke off, when it did and the stream does not say so itself. */
  readonly broken: () => Error | null;
};

export type AskOptions = { readonly signal: AbortSignal; readonly trace: Trace };

export function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name.startsWith(":") ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}
