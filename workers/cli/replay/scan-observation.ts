import { FoldEvent, parseInstant } from "../../../shared/schema/index.ts";
import { createInterned, NONE } from "./interned.ts";
import { COLUMN, COLUMNS, NEEDED, TEXTS } from "./observation-row.ts";

/**
 * The quick way from the bytes of a line to an observation: a flat object of plain texts, numbers and nulls, read in one go.
 * It says no whenever it is not sure (an escape, a byte that is not ASCII, a field it does not keep); then the schema decides
 * and gives the message. Whatever it does read is what the schema would have made of it.
 */

const KEYS = Object.keys(COLUMN) as (keyof typeof COLUMN)[];
/** Keys by number: `type`, then the columns in their order. */
const keys = createInterned(() => false, ["type", ...KEYS]);
const TYPE = 0;
/** Fields of an observation that a row does not keep: a line that says something there is left to the schema. */
const rare = createInterned(() => false, rareKeys());
const types = createInterned(() => false, ["observation"]);

const [SPACE, TAB, RETURN, QUOTE, COMMA, DOT, ZERO, NINE] = [32, 9, 13, 34, 44, 46, 48, 57];
const [COLON, BACKSLASH, OPEN, CLOSE, FIRST_PLAIN, LAST_PLAIN] = [58, 92, 123, 125, 32, 126];
const NEWLINE = 10;
const NULL = [110, 117, 108, 108];

/** What the line before said, column by column, and which key stood after which: mostly so does this one. */
const lastCodes = new Int32Array(COLUMNS).fill(NONE);
const nextKeys = new Int32Array(KEYS.length + 2).fill(NONE);

/** Fills `row` from the line that begins at `start`; where the line ends, or `NONE` where the schema must decide. */
export function scanObservation(bytes: Uint8Array, start: number, row: Float64Array): number {
  const end = bytes.length;
  row.fill(NONE);
  let isObservation = false;
  let previous = KEYS.length + 1;
  let at = skip(bytes, start, end);
  if (bytes[at] !== OPEN) return NONE;
  do {
    const keyStart = skip(bytes, at + 1, end) + 1;
    if (bytes[keyStart - 1] !== QUOTE) return NONE;
    const key = keys.codeAt(bytes, keyStart, end, nextKeys[previous] ?? NONE);
    const keyEnd = key === NONE ? endOfText(bytes, keyStart, end) : keyStart + keys.lengthOf(key);
    if (keyEnd === NONE) return NONE;
    const colon = skip(bytes, keyEnd + 1, end);
    if (bytes[colon] !== COLON) return NONE;
    const value = skip(bytes, colon + 1, end);
    const after = key === NONE ? passOver(bytes, keyStart, value, end) : take(bytes, value, end, key, row);
    if (after === NONE) return NONE;
    if (key === TYPE) isObservation = true;
    nextKeys[previous] = key;
    previous = key === NONE ? KEYS.length + 1 : key;
    at = skip(bytes, after, end);
  } while (bytes[at] === COMMA && at < end);
  const last = skip(bytes, at + 1, end);
  if (!isObservation || bytes[at] !== CLOSE || (last < end && bytes[last] !== NEWLINE)) return NONE;
  for (let column = 0; column <= NEEDED; column++) if (row[column] === NONE) return NONE;
  return last;
}

/** Takes over the value of a key; where it ends, or `NONE` where the schema must decide. */
function take(bytes: Uint8Array, start: number, end: number, key: number, row: Float64Array): number {
  const column = key - 1;
  if (bytes[start] === QUOTE) {
    if (key === TYPE) return types.codeAt(bytes, start + 1, end, 0) === 0 ? start + 2 + types.lengthOf(0) : NONE;
    return column === COLUMN.at
      ? takeInstant(bytes, start + 1, end, row)
      : takeText(bytes, start + 1, end, column, row);
  }
  if (isNull(bytes, start)) {
    if (key === TYPE) return NONE;
    row[column] = NONE;
    return start + NULL.length;
  }
  const last = endOfNumber(bytes, start, end);
  if (last === NONE || key === TYPE) return NONE;
  const value = numberIn(bytes, start, last);
  if (column === COLUMN.status ? !isStatus(value) : column !== COLUMN.latencyMs) return NONE;
  row[column] = value;
  return last;
}

function takeText(bytes: Uint8Array, start: number, end: number, column: number, row: Float64Array): number {
  const texts = TEXTS[column] ?? null;
  if (texts === null) return NONE;
  const code = texts.codeAt(bytes, start, end, lastCodes[column] ?? NONE);
  if (code === NONE) return NONE;
  lastCodes[column] = code;
  row[column] = code;
  return start + texts.lengthOf(code) + 1;
}

/** The value of a key that no row keeps: where it ends, if the schema would not read it either. */
function passOver(bytes: Uint8Array, keyStart: number, start: number, end: number): number {
  if (isNull(bytes, start)) return start + NULL.length;
  if (rare.codeAt(bytes, keyStart, end, NONE) !== NONE) return NONE;
  if (bytes[start] !== QUOTE) return endOfNumber(bytes, start, end);
  const last = endOfText(bytes, start + 1, end);
  return last === NONE ? NONE : last + 1;
}

function isNull(bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < NULL.length; index++) if (bytes[start + index] !== NULL[index]) return false;
  return true;
}

function isStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 100 && value <= 999;
}

function skip(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === RETURN)) at++;
  return at;
}

/** Where a text without escapes ends. */
function endOfText(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < FIRST_PLAIN || byte > LAST_PLAIN) return NONE;
  }
  return NONE;
}

/** Where a number of plain digits with at most one point ends. */
function endOfNumber(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  let point = NONE;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === DOT && point === NONE && at > from) point = at;
    else if (byte < ZERO || byte > NINE) break;
  }
  const hasLeadingZero = bytes[from] === ZERO && at - from > 1 && point !== from + 1;
  return at === from || point === at - 1 || hasLeadingZero ? NONE : at;
}

/** Digits that a double holds exactly: with more of them the platform's own parser rounds. */
const DIGITS_MAX = 15;

function numberIn(bytes: Uint8Array, from: number, end: number): number {
  if (end - from > DIGITS_MAX) return Number(new TextDecoder().decode(bytes.subarray(from, end)));
  let digits = 0;
  let scale = 1;
  let isFraction = false;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === DOT) {
      isFraction = true;
      continue;
    }
    digits = digits * 10 + byte - ZERO;
    if (isFraction) scale *= 10;
  }
  // Both are exact, so that the quotient is rounded once, as a parser would.
  return digits / scale;
}

/** Most lines are of one day, which is read once. */
const lastDay = { bytes: new Uint8Array(10), start: Number.NaN };
/** `2026-01-31T12:00:00.000Z` and the same without milliseconds. */
const [LONG, SHORT] = [24, 20];
const [T, Z] = [84, 90];

function takeInstant(bytes: Uint8Array, start: number, end: number, row: Float64Array): number {
  const length = bytes[start + LONG] === QUOTE ? LONG : SHORT;
  const last = start + length;
  if (last >= end || bytes[last] !== QUOTE || bytes[last - 1] !== Z || bytes[start + 10] !== T) return NONE;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return NONE;
  if (length === LONG && bytes[start + 19] !== DOT) return NONE;
  const hours = digitsIn(bytes, start + 11, 2);
  const minutes = digitsIn(bytes, start + 14, 2);
  const seconds = digitsIn(bytes, start + 17, 2);
  const millis = length === LONG ? digitsIn(bytes, start + 20, 3) : 0;
  if (!(hours < 24 && minutes < 60 && seconds < 60 && millis >= 0)) return NONE;
  if (!isLastDay(bytes, start)) {
    const day = parseInstant(`${new TextDecoder().decode(bytes.subarray(start, start + 10))}T00:00:00Z`);
    if (day === null || day < 0) return NONE;
    lastDay.bytes.set(bytes.subarray(start, start + 10));
    lastDay.start = day;
  }
  row[COLUMN.at] = lastDay.start + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + millis;
  return last + 1;
}

function isLastDay(bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < 10; index++) if (bytes[start + index] !== lastDay.bytes[index]) return false;
  return true;
}

/** NaN where one of them is no digit. */
function digitsIn(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    const byte = bytes[at] ?? 0;
    value = byte >= ZERO && byte <= NINE ? value * 10 + byte - ZERO : Number.NaN;
  }
  return value;
}

function rareKeys(): string[] {
  const observation = FoldEvent.options.find((option) => option.shape.type.safeParse("observation").success);
  const kept = new Set<string>(["type", ...KEYS]);
  return Object.keys(observation?.shape ?? {}).filter((key) => !kept.has(key));
}

/** A row to scan into. */
export function openRow(): Float64Array {
  return new Float64Array(COLUMNS);
}
