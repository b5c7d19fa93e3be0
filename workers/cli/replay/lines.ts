/**
 * Cuts a stream of bytes into runs of whole lines, each with its newline except perhaps the last. A line without an end must
 * not fill the memory: beyond the bound it is dropped as it comes, and told once.
 */
export type Lines = Buffer | "too long";

/** Bytes of one line: a notice with all its words is a thousandth of that. */
export const LINE_MAX_BYTES = 1_048_576;

const NEWLINE = 10;

export async function* wholeLines(input: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let begun: Buffer[] = [];
  let length = 0;
  let isDropping = false;
  for await (const chunk of input) {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last === -1) {
      length += chunk.length;
      if (length > LINE_MAX_BYTES) {
        isDropping = true;
        begun = [];
      } else begun.push(chunk);
      continue;
    }
    const first = isDropping || length > 0 ? chunk.indexOf(NEWLINE) + 1 : 0;
    if (isDropping) yield "too long";
    // Only the line that was cut is copied.
    else if (length > 0) yield Buffer.concat([...begun, chunk.subarray(0, first)]);
    if (first <= last) yield chunk.subarray(first, last + 1);
    isDropping = false;
    begun = last + 1 < chunk.length ? [chunk.subarray(last + 1)] : [];
    length = chunk.length - last - 1;
  }
  if (isDropping) yield "too long";
  else if (length > 0) yield Buffer.concat(begun);
}
