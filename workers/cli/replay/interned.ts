/**
 * Texts by number, recognised by their bytes: a million lines say the same few ids, and no text need be made for each of
 * them. A table with open addressing over one store of bytes; the number of a text is its place in the order in which they
 * came.
 */
export type Interned = {
  /**
   * The number of the text that stands in `bytes` from `start` up to a closing quote before `end`; `NONE` when it is none that
   * is accepted, or not written plainly. `guess`, the number of a likely text, is tried first.
   */
  codeAt(bytes: Uint8Array, start: number, end: number, guess: number): number;
  /** Bytes of a text, by its number. */
  lengthOf(code: number): number;
  textOf(code: number): string;
};

export const NONE = -1;

const FIRST_SLOTS = 256;
const FIRST_BYTES = 4_096;
const [QUOTE, BACKSLASH, FIRST_PLAIN, LAST_PLAIN] = [34, 92, 32, 126];

/** `accepts` is asked once for each text that is new; `known` are numbered from 0 on. */
export function createInterned(accepts: (text: string) => boolean, known: readonly string[] = []): Interned {
  const texts: string[] = [];
  /** Where each text begins in the store; the next one begins where it ends. */
  const starts: number[] = [0];
  const hashes: number[] = [];
  let store = new Uint8Array(FIRST_BYTES);
  let slots = new Int32Array(FIRST_SLOTS).fill(NONE);

  const isAt = (code: number, bytes: Uint8Array, start: number): boolean => {
    const from = starts[code] ?? 0;
    const length = (starts[code + 1] ?? 0) - from;
    if (bytes[start + length] !== QUOTE) return false;
    for (let index = 0; index < length; index++) if (store[from + index] !== bytes[start + index]) return false;
    return true;
  };
  const place = (code: number) => {
    const mask = slots.length - 1;
    let slot = (hashes[code] ?? 0) & mask;
    while (slots[slot] !== NONE) slot = (slot + 1) & mask;
    slots[slot] = code;
  };
  const add = (text: string, bytes: Uint8Array, hash: number): number => {
    const code = texts.length;
    const from = starts[code] ?? 0;
    while (from + bytes.length > store.length) store = grown(store);
    store.set(bytes, from);
    starts.push(from + bytes.length);
    texts.push(text);
    hashes.push(hash);
    // At most half full, so that a search ends soon.
    if (texts.length * 2 > slots.length) {
      slots = new Int32Array(slots.length * 2).fill(NONE);
      for (let each = 0; each <= code; each++) place(each);
    } else place(code);
    return code;
  };
  for (const text of known) {
    const bytes = new TextEncoder().encode(text);
    add(text, bytes, hashOf(bytes));
  }

  return {
    codeAt(bytes, start, end, guess) {
      if (guess !== NONE && isAt(guess, bytes, start)) return guess;
      let hash = SEED;
      let at = start;
      for (; at < end; at++) {
        const byte = bytes[at] ?? 0;
        if (byte === QUOTE) break;
        if (byte === BACKSLASH || byte < FIRST_PLAIN || byte > LAST_PLAIN) return NONE;
        hash = Math.imul(hash ^ byte, PRIME);
      }
      if (at >= end) return NONE;
      hash = finished(hash);
      const mask = slots.length - 1;
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const code = slots[slot] ?? NONE;
        if (code === NONE) break;
        if (hashes[code] === hash && isAt(code, bytes, start)) return code;
      }
      const spelled = bytes.slice(start, at);
      const text = new TextDecoder().decode(spelled);
      return accepts(text) ? add(text, spelled, hash) : NONE;
    },
    lengthOf: (code) => (starts[code + 1] ?? 0) - (starts[code] ?? 0),
    textOf: (code) => texts[code] ?? "",
  };
}

/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/), with the high bits brought down to where the table looks. */
const [SEED, PRIME] = [0x811c9dc5, 0x01000193];

function finished(hash: number): number {
  return hash ^ (hash >>> 15);
}

function hashOf(bytes: Uint8Array): number {
  let hash = SEED;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME);
  return finished(hash);
}

function grown(store: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(store.length * 2);
  larger.set(store);
  return larger;
}
