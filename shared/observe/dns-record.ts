import { parseV4, parseV6 } from "./address.ts";

/** The data of one DNS record as text, by its type (RFC 1035 3.3, RFC 3596). */

/** Reads a name that may point elsewhere in the message. */
export type ReadName = (bytes: Uint8Array, from: number) => string;

/** Empty where the type is not known here or its data has another length than it must have. */
export function recordText(
  bytes: Uint8Array,
  { type, from, to, readName }: { type: number; from: number; to: number; readName: ReadName },
): string {
  const data = bytes.subarray(from, to);
  switch (type) {
    case 1:
      return data.length === 4 ? data.join(".") : "";
    case 28:
      return data.length === 16 ? v6Text(groupsOf(data)) : "";
    case 2:
    case 5:
      return readName(bytes, from);
    case 15:
      return data.length > 2 ? `${(data[0] ?? 0) * 256 + (data[1] ?? 0)} ${readName(bytes, from + 2)}` : "";
    case 16:
      return characterStrings(data);
    default:
      return "";
  }
}

/** A record as people write it, in the form in which records are told: to compare one with the other. */
export function normalRecord(type: string, text: string): string {
  if (type === "TXT") return text;
  const v6 = type === "AAAA" ? parseV6(text) : null;
  return v6 === null ? text.trim().toLowerCase().replace(/\.$/, "") : v6Text(v6);
}

/** The data of an A record. */
export function hostRecord(address: string): number[] {
  const v4 = parseV4(address) ?? 0;
  return [24, 16, 8, 0].map((shift) => (v4 >>> shift) & 0xff);
}

function groupsOf(data: Uint8Array): number[] {
  return Array.from({ length: 8 }, (_, index) => (data[2 * index] ?? 0) * 256 + (data[2 * index + 1] ?? 0));
}

/** The one form of an IPv6 address (RFC 5952): the longest run of two zeros or more, the first of equals, is left out. */
function v6Text(groups: readonly number[]): string {
  const runs = groups.map((_, from) => {
    const end = groups.findIndex((group, index) => index >= from && group !== 0);
    return { from, length: (end < 0 ? groups.length : end) - from };
  });
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), { from: 0, length: 1 });
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (longest.length < 2) return hex(groups);
  return `${hex(groups.slice(0, longest.from))}::${hex(groups.slice(longest.from + longest.length))}`;
}

/** The strings of a TXT record, joined as those who read them do (RFC 7208 3.3), as UTF-8 where they are. */
function characterStrings(data: Uint8Array): string {
  const bytes: number[] = [];
  for (let at = 0; at < data.length; ) {
    const length = data[at] ?? 0;
    bytes.push(...data.subarray(at + 1, at + 1 + length));
    at += length + 1;
  }
  try {
    return decodeURIComponent(bytes.map((code) => `%${code.toString(16).padStart(2, "0")}`).join(""));
  } catch {
    // No UTF-8: each byte is one character, so that nothing is lost.
    return bytes.map((code) => String.fromCharCode(code)).join("");
  }
}
