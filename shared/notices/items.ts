import { z } from "zod";
import { explainIssue, pathText } from "../schema/explain-issue.ts";
import { URL_MAX_CHARS } from "../schema/limits.ts";
import type { FoundNotice } from "./found.ts";
import { COMPLAINTS_MAX, ID_MAX, LIST_MAX, NAME_MAX, NOTICES_MAX } from "./limits.ts";
import { oneLine } from "./words.ts";

/**
 * What all readers share. They are strict in what a notice needs and blind to the rest: a field that is not needed and is
 * of another type than expected counts as absent, and one item that cannot be read does not hide the others.
 */

export const Id = z.union([z.string().min(1).max(ID_MAX), z.number()]).transform(String);
/** Text that may be missing, or something else, which is as good as missing. */
export const maybeText = z.string().nullish().catch(null);
export const maybeTime = z.union([z.string(), z.number()]).nullish().catch(null);
export const maybeList = z.array(z.unknown()).nullish().catch(null);

/** The items of a list that are of a shape; the others are left out. */
export function fitting<T>(list: readonly unknown[] | null | undefined, schema: z.ZodType<T>): T[] {
  return (list ?? []).flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
}

export type Items = { readonly notices: readonly FoundNotice[]; readonly complaints: readonly string[] };

/** Reads each item; one that is not of the shape is complained of under `path`. */
export function readItems<T>(
  list: readonly unknown[] | null | undefined,
  { path, schema, read }: { path: string; schema: z.ZodType<T>; read: (item: T) => FoundNotice | null },
): Items {
  const notices: FoundNotice[] = [];
  const complaints: string[] = [];
  for (const [index, item] of (list ?? []).slice(0, NOTICES_MAX).entries()) {
    const parsed = schema.safeParse(item, { reportInput: true });
    if (!parsed.success) complaints.push(complaint(parsed.error, `${path}[${index}]`));
    else {
      const notice = read(parsed.data);
      if (notice !== null) notices.push(notice);
    }
  }
  return { notices, complaints };
}

export function joinItems(...parts: readonly Items[]): Items {
  return {
    notices: parts.flatMap(({ notices }) => notices).slice(0, NOTICES_MAX),
    complaints: parts.flatMap(({ complaints }) => complaints).slice(0, COMPLAINTS_MAX),
  };
}

export function complaint(error: z.ZodError, path: string): string {
  const [issue] = error.issues;
  if (issue === undefined) return `${path} cannot be read`;
  const inner = pathText(issue.path);
  return `${path}${inner === "" ? "" : inner.startsWith("[") ? inner : `.${inner}`} ${explainIssue(issue)}`;
}

/** Names without repetition, of one line each. */
export function names(list: Iterable<string | null | undefined>): string[] {
  const seen = new Set<string>();
  for (const name of list) {
    const line = oneLine(name ?? "", NAME_MAX);
    if (line !== "") seen.add(line);
    if (seen.size >= LIST_MAX) break;
  }
  return [...seen];
}

/** A link that a browser may follow; relative ones belong to `base`. `null` for anything but plain web addresses. */
export function webLink(link: string | null | undefined, base: string | null = null): string | null {
  const text = (link ?? "").trim();
  if (text === "" || text.length > URL_MAX_CHARS || /[\s<>"\p{Cc}]/u.test(text)) return null;
  if (/^https?:\/\/[^/@]+(?:\/|\?|#|$)/i.test(text)) return text;
  const [origin] = /^https?:\/\/[^/?#@]+/i.exec(base ?? "") ?? [];
  if (origin === undefined || /^[a-z][a-z0-9+.-]*:/i.test(text)) return null;
  if (text.startsWith("//")) return webLink(`https:${text}`);
  if (text.startsWith("/")) return `${origin}${text}`;
  const folder = /^https?:\/\/[^?#]*\//i.exec(base ?? "")?.[0] ?? `${origin}/`;
  return webLink(`${folder}${text}`);
}

/** A shape looked at by its top level alone. */
export function record(body: unknown): Readonly<Record<string, unknown>> | null {
  return typeof body === "object" && body !== null && !Array.isArray(body)
    ? // A plain object of JSON or XML: its keys are read one by one and each value is looked at before use.
      (body as Readonly<Record<string, unknown>>)
    : null;
}

/** A list with one of a kind in it; an empty one may be of any kind: nothing is going on. */
export function isListOf(list: readonly unknown[] | null, looksLikeOne: (item: unknown) => boolean): boolean {
  return list !== null && (list.length === 0 || list.some(looksLikeOne));
}
