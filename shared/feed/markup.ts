/** Text inside XML and HTML: what has a meaning there is escaped, and what XML 1.0 cannot hold is left out. */

/** Everything but the characters of XML 1.0 (2.2). */
const NO_CHARACTER = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Safe as text and as the value of a quoted attribute. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(NO_CHARACTER, "")
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
}

/** One element with text in it. */
export function element(name: string, text: string, attributes: Readonly<Record<string, string>> = {}): string {
  return `<${name}${attributesOf(attributes)}>${escapeMarkup(text)}</${name}>`;
}

export function emptyElement(name: string, attributes: Readonly<Record<string, string>>): string {
  return `<${name}${attributesOf(attributes)}/>`;
}

function attributesOf(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`)
    .join("");
}
