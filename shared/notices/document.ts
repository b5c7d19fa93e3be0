import { DEPTH_MAX, NOTICES_MAX } from "./limits.ts";
import { cut } from "./words.ts";
import { parseXml } from "./xml.ts";

/**
 * A vendor's text as data: JSON, JSON lines or XML, told apart by its first character. A page of HTML, which is what a feed
 * that has moved or a bot wall answers, is named as such.
 */
export type Document =
  | { readonly ok: true; readonly format: "json" | "xml"; readonly body: unknown }
  | { readonly ok: false; readonly because: string };

export function parseDocument(raw: string): Document {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (text === "") return { ok: false, because: "the document must not be empty" };
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(text.replace(/^<\?xml[^>]*>\s*|^<!--[\s\S]*?-->\s*/i, "")))
    return { ok: false, because: `the document must be JSON, RSS or Atom; received an HTML page${titled(text)}` };
  if (text.startsWith("<")) {
    const xml = parseXml(text);
    return xml.ok ? { ok: true, format: "xml", body: xml.root } : xml;
  }
  if (!/^[[{]/.test(text))
    return { ok: false, because: `the document must be JSON, RSS or Atom; received text that begins ${quoted(text)}` };
  if (nestsTooDeep(text))
    return { ok: false, because: `the document must nest at most ${DEPTH_MAX} levels deep; received more` };
  return parseJson(text);
}

function parseJson(text: string): Document {
  try {
    const body: unknown = JSON.parse(text);
    return { ok: true, format: "json", body };
  } catch (error) {
    const lines = parseLines(text);
    if (lines !== null) return { ok: true, format: "json", body: lines };
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, because: `the document must be whole JSON: ${cut(words, 160)}` };
  }
}

/** One JSON object a line, as archives of incidents are kept; `null` when it is anything else. */
function parseLines(text: string): unknown[] | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length < 2 || lines.length > NOTICES_MAX) return null;
  try {
    const parsed = lines.map((line): unknown => JSON.parse(line));
    return parsed.every((line) => typeof line === "object" && line !== null) ? parsed : null;
  } catch {
    // Then the complaint about the whole is the one that helps.
    return null;
  }
}

/** Brackets outside of strings, counted before anything is built. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case 0x22:
        index = endOfString(text, index);
        break;
      case 0x5b:
      case 0x7b:
        if (++depth > DEPTH_MAX) return true;
        break;
      case 0x5d:
      case 0x7d:
        depth--;
    }
  }
  return false;
}

function endOfString(text: string, open: number): number {
  let index = open + 1;
  while (index < text.length && text.charCodeAt(index) !== 0x22) index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  return index;
}

function titled(html: string): string {
  const title = /<title[^>]*>([^<]{1,120})/i.exec(html.slice(0, 20_000))?.[1]?.trim();
  return title === undefined ? "" : ` titled ${quoted(title)}`;
}

function quoted(text: string): string {
  return JSON.stringify(cut(text.replace(/[\p{Cc}\p{Cf}]/gu, " ").trim(), 40));
}
