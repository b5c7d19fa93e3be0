import { formatInstant } from "../schema/instant.ts";
import { CONTENT_LINE_OCTETS } from "./limits.ts";

/** Lines of an iCalendar object (RFC 5545, 3.1): escaped text, and folding by octets that never splits a character. */

/** `NAME:value` folded, its end excluded. The value is written as it stands. */
export function contentLine(name: string, value: string): string {
  const lines: string[] = [];
  let line = "";
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = octetsOf(character);
    // From the second line on the space that continues it counts too.
    if (octets + size > CONTENT_LINE_OCTETS - (lines.length > 0 ? 1 : 0)) {
      lines.push(line);
      line = "";
      octets = 0;
    }
    line += character;
    octets += size;
  }
  return [...lines, line].join("\r\n ");
}

/** A TEXT value (3.3.11): backslash, semicolon, comma and line ends escaped, control characters left out. */
export function calendarText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, "\n")
    .replace(/(?!\n)[\p{Cc}\u2028\u2029]/gu, "")
    .replace(/[\\;,]/g, "\\$&")
    .replaceAll("\n", "\\n");
}

/** `20260131T120000Z`. */
export function calendarTime(at: number): string {
  return `${formatInstant(at).slice(0, 19).replace(/[-:]/g, "")}Z`;
}

function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
