import type { SourceKind } from "../schema/index.ts";
import { kindOfUrl } from "./detect.ts";
import { parseDocument } from "./document.ts";
import { type Outcome, type ReadContext, type Reader, refused } from "./found.ts";
import { readerOf, readersFor } from "./registry.ts";

/**
 * From a vendor's text to its notices. The kind is what the caller says, else what the shape says; where two shapes fit, the
 * address decides. Whatever comes in, an error in words comes out, never an exception.
 */
export function readNotices(
  text: string,
  { kind, ...context }: ReadContext & { readonly kind: SourceKind | null },
): Outcome {
  const document = parseDocument(text);
  if (!document.ok) return document;
  const { body } = document;
  if (kind !== null) {
    const reader = readerOf(kind);
    if (reader === null) return refused(`a source of kind "${kind}" is for people; no document of it can be read`);
    if (reader.recognises(body)) return reader.read(body, context);
    const [other] = readersFor(body);
    const hint = other === undefined ? "" : `; it looks like ${other.kind}`;
    return refused(`the document must be of kind "${kind}"; received ${shapeOf(body)}${hint}`);
  }
  const fitting = readersFor(body);
  const reader = preferred(fitting, context.url);
  if (reader === null) return refused(`the document must be of a known kind; received ${shapeOf(body)}`);
  return reader.read(body, context);
}

/** A vendor may move to another host for its page: what is declared counts where it fits, and else the shape. */
export function readDeclared(text: string, { kind, ...context }: ReadContext & { readonly kind: SourceKind }): Outcome {
  const declared = readNotices(text, { ...context, kind });
  if (declared.ok) return declared;
  const detected = readNotices(text, { ...context, kind: null });
  return detected.ok ? detected : declared;
}

function preferred(fitting: readonly Reader[], url: string | null): Reader | null {
  const hinted = url === null ? null : kindOfUrl(url);
  return fitting.find(({ kind }) => kind === hinted) ?? fitting[0] ?? null;
}

function shapeOf(body: unknown): string {
  if (Array.isArray(body)) {
    const [first] = body;
    return body.length === 0
      ? "an empty list"
      : `a list of ${typeof first === "object" && first !== null ? `objects with ${keysOf(first)}` : typeof first}`;
  }
  return typeof body === "object" && body !== null ? `an object with ${keysOf(body)}` : String(body);
}

function keysOf(body: object): string {
  const keys = Object.keys(body)
    .slice(0, 6)
    .map((key) => JSON.stringify(key.slice(0, 40)));
  return keys.length === 0 ? "nothing in it" : keys.join(", ");
}
