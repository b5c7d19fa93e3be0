import type { Readable } from "node:stream";
import { LATE, type Next } from "../../../shared/observe/hear.ts";

/** What comes on a connection, piece by piece, each awaited for a time. */

export function wordsOn(stream: Readable): Next {
  const decoder = new TextDecoder();
  return nextOf(stream.iterator({ destroyOnReturn: false }), (part: Buffer) => decoder.decode(part, { stream: true }));
}

/** The pieces of an iterator as words. One that is late is not asked for again: whoever heard `LATE` gives up. */
export function nextOf<T>(pieces: AsyncIterator<T>, wordsOf: (piece: T) => string): Next {
  return async (withinMs) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), Math.max(0, withinMs));
    });
    const piece = pieces.next();
    // The connection may break after it was given up.
    piece.catch(() => undefined);
    try {
      const next = await Promise.race([piece, late]);
      if (next === LATE) return LATE;
      return next.done ? null : wordsOf(next.value);
    } finally {
      clearTimeout(timer);
    }
  };
}
