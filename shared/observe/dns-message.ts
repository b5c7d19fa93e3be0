import { DNS_MESSAGE_BYTES, DNS_NAME_CHARS, DNS_RECORDS_MAX } from "../schema/limits.ts";
import { hostRecord, type ReadName, recordText } from "./dns-record.ts";

/**
 * DNS messages on the wire (RFC 1035), as resolvers take and give them over HTTPS (RFC 8484): questions of one name, and
 * answers with their records as text. Whatever bytes come, reading ends: a pointer leads only backwards, and names, records
 * and messages have bounds.
 */

export const TYPES = { A: 1, NS: 2, CNAME: 5, MX: 15, TXT: 16, AAAA: 28 } as const;
export type TypeName = keyof typeof TYPES;

export const NOERROR = 0;
export const SERVFAIL = 2;
export const NXDOMAIN = 3;

export type DnsRecord = {
  /** In lower case, without its last dot. */
  readonly name: string;
  readonly type: number;
  readonly ttlSeconds: number;
  /** As `recordText` writes it; empty for types that are not known here. */
  readonly text: string;
};

export type DnsAnswer = { readonly rcode: number; readonly records: readonly DnsRecord[] };

/** A question with recursion desired and the id 0, so that equal questions are equal bytes (RFC 8484 4.1). `null` for a name that is none. */
export function encodeQuestion(name: string, type: TypeName): Uint8Array | null {
  const encoded = encodeName(name);
  return encoded && Uint8Array.from([0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...encoded, 0, TYPES[type], 0, 1]);
}

/** What a question asks; `null` where the bytes are none. */
export function decodeQuestion(bytes: Uint8Array): { name: string; type: number } | null {
  return reading(bytes, () => {
    const { name, next } = readName(bytes, 12);
    return uint16(bytes, 4) === 1 ? { name, type: uint16(bytes, next) } : null;
  });
}

/** An answer to one question: what a server of a test or of the simulated internet says. Addresses (A) only. */
export function encodeAnswer(
  question: { readonly name: string; readonly type: number },
  { rcode, addresses, ttlSeconds }: { rcode: number; addresses: readonly string[]; ttlSeconds: number },
): Uint8Array {
  const name = encodeName(question.name) ?? [0];
  const ttl = [24, 16, 8, 0].map((shift) => (ttlSeconds >>> shift) & 0xff);
  const records = addresses.flatMap((address) => [0xc0, 12, 0, TYPES.A, 0, 1, ...ttl, 0, 4, ...hostRecord(address)]);
  const header = [0, 0, 0x81, 0x80 | rcode, 0, 1, 0, addresses.length, 0, 0, 0, 0];
  return Uint8Array.from([...header, ...name, question.type >> 8, question.type & 0xff, 0, 1, ...records]);
}

/** The records of the answer section; `null` where the bytes are no answer, or break off. */
export function decodeAnswer(bytes: Uint8Array): DnsAnswer | null {
  return reading(bytes, () => {
    const flags = uint16(bytes, 2);
    if ((flags & 0x8000) === 0) return null;
    let at = 12;
    for (let questions = uint16(bytes, 4); questions > 0; questions--) at = readName(bytes, at).next + 4;
    const records: DnsRecord[] = [];
    for (let left = Math.min(uint16(bytes, 6), DNS_RECORDS_MAX); left > 0; left--) {
      const { name, next } = readName(bytes, at);
      const type = uint16(bytes, next);
      const ttlSeconds = uint16(bytes, next + 4) * 65_536 + uint16(bytes, next + 6);
      const from = next + 10;
      at = from + uint16(bytes, next + 8);
      if (at > bytes.length) throw new Malformed();
      // RFC 2181 8: a lifetime whose first bit is set means none.
      const lifetime = ttlSeconds > 0x7fff_ffff ? 0 : ttlSeconds;
      const text = recordText(bytes, { type, from, to: at, readName: nameAt });
      records.push({ name, type, ttlSeconds: lifetime, text });
    }
    return { rcode: flags & 0x0f, records };
  });
}

/** Bytes that are not what they should be: told by `null`, never thrown out of this file. */
class Malformed extends Error {}

function reading<T>(bytes: Uint8Array, read: () => T | null): T | null {
  if (bytes.length < 12 || bytes.length > DNS_MESSAGE_BYTES) return null;
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function encodeName(name: string): number[] | null {
  const labels = name.replace(/\.$/, "").split(".");
  if (name.length > DNS_NAME_CHARS || labels.some((label) => !/^[\x21-\x7e]{1,63}$/.test(label))) return null;
  return [...labels.flatMap((label) => [label.length, ...Array.from(label, (char) => char.charCodeAt(0))]), 0];
}

const nameAt: ReadName = (bytes, from) => readName(bytes, from).name;

/** A name and where it ends. A pointer must lead to before the part that holds it, so that no loop can be built (RFC 1035 4.1.4). */
function readName(bytes: Uint8Array, from: number): { name: string; next: number } {
  const labels: string[] = [];
  let chars = 0;
  let at = from;
  let start = from;
  let next: number | null = null;
  for (;;) {
    const length = byte(bytes, at);
    if (length === 0) return { name: labels.join("."), next: next ?? at + 1 };
    if (length >= 0xc0) {
      const to = uint16(bytes, at) & 0x3fff;
      if (to >= start) throw new Malformed();
      next ??= at + 2;
      start = to;
      at = to;
    } else if (length > 63) throw new Malformed();
    else {
      chars += length + 1;
      if (at + 1 + length > bytes.length || chars > DNS_NAME_CHARS + 1) throw new Malformed();
      labels.push(labelText(bytes.subarray(at + 1, at + 1 + length)));
      at += length + 1;
    }
  }
}

/** A label in lower case; what is no plain character, and a dot inside, as a decimal escape (RFC 1035 5.1). */
function labelText(bytes: Uint8Array): string {
  return Array.from(bytes, (code) => {
    const isPlain = code > 0x20 && code < 0x7f && code !== 0x2e && code !== 0x5c;
    return isPlain ? String.fromCharCode(code).toLowerCase() : `\\${String(code).padStart(3, "0")}`;
  }).join("");
}

function uint16(bytes: Uint8Array, at: number): number {
  return byte(bytes, at) * 256 + byte(bytes, at + 1);
}

function byte(bytes: Uint8Array, at: number): number {
  const value = bytes[at];
  if (value === undefined) throw new Malformed();
  return value;
}
