import { plainText } from "../notices/words.ts";
import { NOTE_MAX_CHARS } from "../schema/limits.ts";
import type { NoteFate } from "../schema/report.ts";

/**
 * What becomes of a note. It is plain text on one line, and it is dropped whole when it holds, or seems to hold, a way to
 * reach somebody or where somebody lives: mending a text leaves the part that was not recognised. A dropped note costs
 * nothing, as its report counts all the same. Names of persons cannot be told from other words and are not looked for.
 */
export function judgeNote(raw: string | null | undefined): { readonly fate: NoteFate; readonly text: string | null } {
  if (raw == null) return { fate: "none", text: null };
  // Compatibility forms first: full-width digits and letters are the plain ones (Unicode NFKC).
  const visible = raw.normalize("NFKC").replace(/\s+/g, " ").replace(INVISIBLE, "");
  const plain = plainText(visible).normalize("NFKC").replace(/\s+/g, " ").replace(INVISIBLE, "").trim();
  if (plain === "") return { fate: "none", text: null };
  // Both readings: tags may have hidden what they say.
  const isTelling = tellsContact(plain) || tellsContact(visible);
  return isTelling
    ? { fate: "dropped", text: null }
    : { fate: "kept", text: plain.slice(0, NOTE_MAX_CHARS).toWellFormed() };
}

/** Whatever is not seen: formats, marks of direction, and controls. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\p{Cc}/gu;

/** Whether a text holds, or seems to hold, contact data or a place. */
export function tellsContact(text: string): boolean {
  const lower = text.toLowerCase();
  // Digits of other scripts are digits.
  const digits = lower.replace(/(?![0-9])\p{Nd}/gu, "0");
  return CONTACT.some((pattern) => pattern.test(digits)) || spelledDigits(digits) >= DIGITS_MAX;
}

/** Digits in a row, separators aside, from which a number may be a telephone's, a card's or an account's. */
const DIGITS_MAX = 7;

const CONTACT: readonly RegExp[] = [
  // E-mail and handles, also as people hide them: "name (at) host dot com".
  /@|＠/,
  /[([{<]\s*(?:at|arroba|chez|bei)\s*[)\]}>]|\bat\b.{1,40}\b(?:dot|punto|ponto|point|punkt)\b/,
  /\b(?:dot|punto|ponto|punkt)\s*(?:com|net|org|de|fr|es|br|jp|io|uk)\b/,
  // Links and hosts.
  /[a-z][a-z0-9+.-]*:\/\/|\bwww\b|\bmailto:|\btel:/,
  /[\p{L}\p{N}_-]{2,}\.(?:com|net|org|info|biz|io|me|gg|co|app|dev|de|fr|es|pt|br|jp|uk|us|eu|it|nl|pl|ru|ch|at|in|ca|au|tv|xyz|onion)\b/u,
  /\b(?:whatsapp|telegram|signal|discord|skype|instagram|snapchat|wechat|line)\s*(?:me|id|is|:|=|#|\+|\d)/,
  /\b(?:my|mon|mein|meine|mi|meu)\s+(?:e-?mail|mail|phone|number|cell|tel|tél\w*|telefon\w*|nummer|numero|número|numéro|adresse|address|dirección|endereço)\b/,
  /\b(?:call|text|phone|ring|reach|contact|write)\s+(?:me|us)\b/,
  /メール|電話|住所|連絡/,
  // Numbers that may be somebody's: with separators between the digits, as they are written.
  new RegExp(`(?:\\d[^\\p{L}\\d]{0,3}){${DIGITS_MAX - 1}}\\d`, "u"),
  // Addresses of the network: four numbers with dots, or groups of hexadecimal digits with colons.
  /\b\d{1,3}(?:\.|\s?\[\.\]\s?|\s?\(\.\)\s?)\d{1,3}(?:\.|\s?\[\.\]\s?|\s?\(\.\)\s?)\d{1,3}(?:\.|\s?\[\.\]\s?|\s?\(\.\)\s?)\d{1,3}\b/,
  /(?:[0-9a-f]{1,4}:){3,}|[0-9a-f]{1,4}::|::[0-9a-f]{1,4}/,
  // MAC addresses, and long codes that may be tokens.
  /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b|\b[a-z0-9_-]{24,}\b/,
  // Where somebody lives: coordinates, a street with a number, a postal code with a place.
  /-?\d{1,3}[.,]\d{3,}\s*[,;/ ]\s*-?\d{1,3}[.,]\d{3,}|\d\s*°/,
  /\b\d{1,5}[a-z]?,?\s+(?:[\p{L}.'’-]+\s+){0,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|square|court|way|rue|allée|chemin|place)\b/u,
  /(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|straat|laan)\s*\d/,
  /\b(?:calle|avenida|av\.|rua|travessa|via|viale|piazza|carrera|rue|avenue|ulica|ul\.)\s+[\p{L}\s.'’-]{2,40}?,?\s*\d/u,
  /\d\s*(?:丁目|番地|号室?)|〒|\b(?:apt|apartment|suite|flat|wohnung|piso)\.?\s*#?\d/,
  /\b(?:zip|postcode|postal code|plz|cep|code postal|c\.p\.)\b|\b\d{5}(?:-\d{4})?\s+\p{L}{3,}|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/u,
];

const NUMBER_WORDS =
  "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|" +
  "cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|um|dois|três|quatro|sete|oito|nove|un|deux|trois|quatre|cinq|sept|huit|neuf";
const SPELLED = new RegExp(`(?:\\b(?:${NUMBER_WORDS}|\\d)\\b[\\s,.-]*){2,}`, "gu");

/** The most digits that are spelled, wholly or in part, in one run. */
function spelledDigits(text: string): number {
  return Math.max(0, ...(text.match(SPELLED) ?? []).map((run) => run.trim().split(/[\s,.-]+/).length));
}
