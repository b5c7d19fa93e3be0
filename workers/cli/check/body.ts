import { brotliDecompressSync, constants, gunzipSync, inflateSync } from "node:zlib";
import type { HttpAnswer } from "./answer.ts";
import { BODY_READ_MAX } from "./limits.ts";

/** Reads a body within bounds. One that breaks off, or has no end, is told in words; what came of it is kept. */

export type BodyWish = {
  /** Bytes that are kept as text. */
  readonly keepBytes: number;
  /** Read to its end although no more is kept: its time and its wholeness are asked for. */
  readonly whole: boolean;
};

export type BodyRead = {
  readonly text: string;
  readonly bytes: number;
  /** Why it is not whole; `null` when it is, or when nobody asked for the rest. */
  readonly error: string | null;
};

export async function readBody(
  answer: HttpAnswer,
  { keepBytes, whole }: BodyWish,
  signal: AbortSignal,
): Promise<BodyRead> {
  const kept: Buffer[] = [];
  let bytes = 0;
  const limit = whole ? BODY_READ_MAX : keepBytes;
  const giveUp = () => answer.body.destroy();
  signal.addEventListener("abort", giveUp, { once: true });
  let error: string | null = null;
  try {
    if (signal.aborted) giveUp();
    if (limit > 0)
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        const keptBytes = kept.reduce((sum, { length }) => sum + length, 0);
        if (keptBytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - keptBytes));
        bytes += chunk.length;
        if (bytes >= limit) break;
      }
    if (limit > 0) error = bytes < limit ? wordsOf(answer.broken()) : endless(answer, { bytes, whole });
  } catch (caught) {
    error = signal.aborted ? null : caught instanceof Error ? caught.message : String(caught);
  } finally {
    signal.removeEventListener("abort", giveUp);
    answer.body.destroy();
  }
  const isOver = limit > 0 && signal.aborted && !(answer.body.readableEnded && answer.broken() === null);
  return {
    text: decode(Buffer.concat(kept), answer),
    bytes,
    error: isOver ? `it did not end in the time given; ${bytes} bytes came` : error,
  };
}

/** A body that was announced to be longer than what is read is whole as far as anybody can tell. */
function endless({ headers }: HttpAnswer, { bytes, whole }: { bytes: number; whole: boolean }): string | null {
  if (!whole || Number(headers["content-length"]) >= bytes) return null;
  return `it goes on after ${bytes} bytes, and no length was announced`;
}

function wordsOf(error: Error | null): string | null {
  return error === null ? null : error.message;
}

/** We ask for plain text; some servers compress all the same. What cannot be unpacked stays as it came. */
function decode(raw: Buffer, { headers }: HttpAnswer): string {
  const encoding = (headers["content-encoding"] ?? "").trim().toLowerCase();
  try {
    return unpack(raw, encoding).toString("utf8");
  } catch {
    // Not what its header says it is: expectations are then held against the bytes themselves.
    return raw.toString("utf8");
  }
}

function unpack(raw: Buffer, encoding: string): Buffer {
  // The part that was kept may end in the middle, and a small part may unpack to gigabytes.
  const zlib = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: BODY_READ_MAX };
  if (encoding === "gzip" || encoding === "x-gzip") return gunzipSync(raw, zlib);
  if (encoding === "deflate") return inflateSync(raw, zlib);
  if (encoding === "br")
    return brotliDecompressSync(raw, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength: BODY_READ_MAX });
  return raw;
}
