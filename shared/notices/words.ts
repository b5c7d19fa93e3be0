import { NAME_MAX, RAW_TEXT_MAX, WORDS_MAX } from "./limits.ts";

/**
 * Foreign text as plain text: tags and what scripts and styles hold are dropped, entities are what they stand for, and no
 * character is left that would steer a terminal or turn the direction of reading. One pass over the text per round, no
 * backtracking; markup that was escaped twice is gone after the second or third round.
 */

const ROUNDS = 3;
const BLOCK = /^\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|hr|blockquote|section|article)$/;
const HIDDEN = /^(?:script|style|template|noscript|iframe|svg)$/;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
  bull: "•",
  middot: "·",
  eacute: "é",
  uuml: "ü",
  ouml: "ö",
  auml: "ä",
};

/** Plain text of several lines, at most `max` characters. */
export function plainText(raw: string, max: number = WORDS_MAX): string {
  let text = raw.slice(0, RAW_TEXT_MAX).toWellFormed();
  for (let round = 0; round < ROUNDS; round++) {
    const next = decodeEntities(stripTags(text));
    if (next === text) break;
    text = next;
  }
  return cut(tidy(stripTags(text)), max);
}

/** Plain text of one line. */
export function oneLine(raw: string, max: number = NAME_MAX): string {
  return cut(plainText(raw, RAW_TEXT_MAX).replace(/\s+/g, " ").trim(), max);
}

/** At most `max` characters, the last one an ellipsis where something was left out; never half of a character. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function stripTags(text: string): string {
  const lower = text.toLowerCase();
  const parts: string[] = [];
  let from = 0;
  for (let open = text.indexOf("<"); open !== -1; open = text.indexOf("<", Math.max(from, open + 1))) {
    if (!/[a-z/!?]/i.test(text.charAt(open + 1))) continue;
    parts.push(text.slice(from, open));
    const isComment = text.startsWith("<!--", open);
    const close = text.indexOf(isComment ? "-->" : ">", open + 1);
    if (close === -1) return parts.join("");
    const name = /^\/?[a-z0-9]*/i.exec(text.slice(open + 1, open + 20))?.[0].toLowerCase() ?? "";
    if (BLOCK.test(name)) parts.push("\n");
    from = close + (isComment ? 3 : 1);
    if (HIDDEN.test(name) && text.charAt(close - 1) !== "/") from = endOf(lower, name, from);
  }
  parts.push(text.slice(from));
  return parts.join("");
}

/** After the closing tag of an element whose content is no text for people. */
function endOf(text: string, name: string, from: number): number {
  const close = text.indexOf(`</${name}`, from);
  if (close === -1) return text.length;
  const end = text.indexOf(">", close);
  return end === -1 ? text.length : end + 1;
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : " ";
  });
}

function tidy(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[\t\u00A0]/g, " ")
    .replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, "")
    .replace(/ {2,}/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
