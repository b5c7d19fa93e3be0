import { DOCUMENT_MAX_BYTES } from "./limits.ts";

/**
 * In which encoding a document is written: its byte-order mark says so, else what the server said, else the zeros between
 * ASCII letters that give UTF-16 away (one cloud publishes so), else UTF-8. Decoding itself is the platform's: it must be
 * strict, so that a wrong encoding is an error and never a screen of question marks.
 */

/** Decodes strictly: throws where the bytes are not of that encoding, and leaves a byte-order mark out. */
export type Decode = (bytes: Uint8Array, encoding: Encoding) => string;

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly because: string };

export function decodeDocument(
  bytes: Uint8Array,
  { contentType, decode }: { contentType: string | null; decode: Decode },
): Text {
  if (bytes.byteLength > DOCUMENT_MAX_BYTES)
    return {
      ok: false,
      because: `the document must have at most ${DOCUMENT_MAX_BYTES} bytes; received ${bytes.byteLength}`,
    };
  const encoding = encodingOf(bytes, contentType);
  if (encoding === null)
    return { ok: false, because: "the document must be text in UTF-8 or UTF-16; received UTF-32 or no text at all" };
  try {
    return { ok: true, text: decode(bytes, encoding) };
  } catch {
    // The decoder's words name no more than this.
    return {
      ok: false,
      because: `the document must be text in ${encoding.toUpperCase()}; received bytes that are not`,
    };
  }
}

/** `null` for UTF-32, archives and other bytes that are no text. */
export function encodingOf(bytes: Uint8Array, contentType: string | null): Encoding | null {
  const [a = -1, b = -1, c = -1, d = -1] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff)) return null;
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0 && b > 0 && c === 0 && d > 0) return "utf-16be";
  if (a > 0 && b === 0 && c > 0 && d === 0) return "utf-16le";
  if (bytes.subarray(0, 1_024).includes(0)) return null;
  return named(charsetOf(contentType)) ?? named(declaredIn(bytes)) ?? "utf-8";
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? "")?.[1] ?? null;
}

/** What an XML declaration says of itself: it stands in the first line and is ASCII. */
function declaredIn(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 160));
  return /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)/i.exec(start)?.[1] ?? null;
}

/** UTF-16 without its mark and without its zeros is none, whatever anybody says. */
function named(charset: string | null): Encoding | null {
  return /^(?:iso-?8859-1|latin-?1|windows-1252)$/i.test(charset ?? "") ? "windows-1252" : null;
}
