import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { packRound, unpackRound } from "../../../shared/observe/pack-round.ts";
import type { Round } from "../../../shared/schema/index.ts";

/**
 * Rounds on their way, in the order in which they were made: a file that is only appended to, each line on the disk
 * before the next thing happens, and beside it how far it has been delivered. A crash may deliver a round twice, which
 * the network notices; it never loses one.
 */
export type Outbox = {
  append(round: Round): void;
  /** The oldest that is not delivered; `null` when there is none. */
  first(): Round | null;
  /** The oldest has been delivered, or will never be taken. */
  release(): void;
  size(): number;
  /** Rounds that went because there were too many, since it was opened. */
  dropped(): number;
  close(): void;
};

export type OutboxBounds = {
  readonly maxRounds: number;
  readonly maxBytes: number;
  /** Delivered bytes that may still lie in the file before it is written anew. */
  readonly slackBytes: number;
};

type Entry = { readonly at: number; readonly bytes: number };

export function openOutbox(folder: string, { maxRounds, maxBytes, slackBytes }: OutboxBounds): Outbox {
  const file = `${folder}/outbox.ndjson`;
  const mark = `${folder}/outbox.delivered`;
  let handle = openSync(file, "a+", 0o600);
  let { entries, end } = read(file, existsSync(mark) ? Number(readFileSync(mark, "utf8")) : 0);
  // A line that a crash cut in half is none.
  ftruncateSync(handle, end);
  let dropped = 0;

  const note = (delivered: number) => {
    writeFileSync(`${mark}.new`, String(delivered));
    renameSync(`${mark}.new`, mark);
  };
  const compact = () => {
    const [first] = entries;
    const from = first?.at ?? end;
    if (first !== undefined && from < slackBytes) return;
    const rest = readFileSync(file).subarray(from, end);
    writeFileSync(`${file}.new`, rest, { mode: 0o600, flush: true });
    // The mark goes back first: between the two, what was delivered would be sent again, and nothing be skipped.
    note(0);
    renameSync(`${file}.new`, file);
    closeSync(handle);
    handle = openSync(file, "a+", 0o600);
    entries = entries.map(({ at, bytes }) => ({ at: at - from, bytes }));
    end = rest.length;
  };
  const release = () => {
    entries.shift();
    note(entries[0]?.at ?? end);
    compact();
  };
  return {
    append(round) {
      const line = Buffer.from(`${packRound(round)}\n`);
      writeSync(handle, line);
      fsyncSync(handle);
      entries.push({ at: end, bytes: line.length });
      end += line.length;
      while (entries.length > 1 && (entries.length > maxRounds || end - (entries[0]?.at ?? end) > maxBytes)) {
        release();
        dropped++;
      }
    },
    first() {
      const [entry] = entries;
      if (entry === undefined) return null;
      const line = Buffer.alloc(entry.bytes);
      readSync(handle, line, 0, entry.bytes, entry.at);
      return unpackRound(line.toString("utf8"));
    },
    release,
    size: () => entries.length,
    dropped: () => dropped,
    close: () => closeSync(handle),
  };
}

/** The lines of the file from where delivery stands; a mark beyond the end is that of another file, and says nothing. */
function read(file: string, delivered: number): { entries: Entry[]; end: number } {
  const raw = readFileSync(file);
  const entries: Entry[] = [];
  let at = 0;
  for (let line = raw.indexOf(10); line >= 0; line = raw.indexOf(10, at)) {
    entries.push({ at, bytes: line + 1 - at });
    at = line + 1;
  }
  const isKnown =
    delivered <= at && entries.every((entry) => entry.at + entry.bytes <= delivered || entry.at >= delivered);
  return { entries: isKnown ? entries.filter((entry) => entry.at >= delivered) : entries, end: at };
}
