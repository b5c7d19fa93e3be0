import type { ProviderId } from "../../schema/index.ts";
import type { Answer } from "../exchange.ts";
import { HEADER_MAX_CHARS, HEADERS_MAX, PAGE_MAX_CHARS } from "../limits.ts";

/**
 * The form of the fingerprint tables: by what an edge or a proxy is known, and what each of its error pages tells. The
 * marks are plain parts of texts: no pattern runs on what a target sends.
 */

/**
 * Who made an error. `edge`: the CDN itself is broken. `origin`: the CDN says that what stands behind it failed.
 * `gateway`: a proxy or load balancer, with or without a CDN before it. `application`: the service.
 */
export type Maker = "edge" | "origin" | "gateway" | "application";

/** A header, and a part of its value in lower case ("": it is there). A name that ends in `*` stands for all that begin so. */
export type Mark = readonly [header: string, contains: string];

/** One error page: who made it, and how it is known. Everything that is given must hold. */
export type Page = {
  readonly maker: Maker;
  readonly statuses?: readonly number[];
  readonly header?: Mark;
  /** Parts of the body, in lower case. */
  readonly body?: readonly string[];
};

export type Row = {
  /** What the operator is told. */
  readonly name: string;
  /** Who hosts the target; `null` for software that anybody runs. */
  readonly provider: ProviderId | null;
  /** Its name in `Server` on pages of its own, where it leaves the name of whoever stands behind on all others. */
  readonly server?: string;
  /** Any of these: it handled the answer. */
  readonly marks: readonly Mark[];
  /** The first that fits decides. */
  readonly pages: readonly Page[];
};

/** An answer with its texts cut, in lower case and with single spaces, done once for all the tables. */
export type Print = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function printOf({ status, headers, body }: Answer): Print {
  const entries = Object.entries(headers).slice(0, HEADERS_MAX);
  return {
    status,
    headers: Object.fromEntries(
      entries.map(([name, value]) => [name.toLowerCase(), value.slice(0, HEADER_MAX_CHARS).toLowerCase()]),
    ),
    body: body.slice(0, PAGE_MAX_CHARS).toLowerCase().replaceAll(/\s+/g, " "),
  };
}

export function hasMark({ headers }: Pick<Print, "headers">, [name, contains]: Mark): boolean {
  if (!name.endsWith("*")) return Object.hasOwn(headers, name) && (headers[name] ?? "").includes(contains);
  const start = name.slice(0, -1);
  return Object.entries(headers).some(([header, value]) => header.startsWith(start) && value.includes(contains));
}

export function isMarked(print: Pick<Print, "headers">, { marks }: Row): boolean {
  return marks.some((mark) => hasMark(print, mark));
}

/** The page of a row that an answer is; `undefined` when it is none of them. */
export function pageOf(print: Print, { pages }: Row): Page | undefined {
  return pages.find(
    ({ statuses, header, body }) =>
      (statuses?.includes(print.status) ?? true) &&
      (header === undefined || hasMark(print, header)) &&
      (body?.every((words) => print.body.includes(words)) ?? true),
  );
}
