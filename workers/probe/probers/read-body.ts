/** Reads at most so much of a body and lets the rest go. A body that breaks off is told in the platform's words. */

export type Read = { readonly body: string; readonly bytes: number; readonly bodyError: string | null };

export async function readBody(response: Response, bytes: number): Promise<Read> {
  const decoder = new TextDecoder();
  let body = "";
  const { read, error } = await readParts(response, bytes, (part) => {
    body += decoder.decode(part, { stream: true });
  });
  if (error === null) return { body: body + decoder.decode(), bytes: read, bodyError: null };
  return { body, bytes: read, bodyError: error instanceof Error ? error.message : String(error) };
}

/** The same as bytes. Throws what the platform throws when the body breaks off. */
export async function readBytes(response: Response, bytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const { read, error } = await readParts(response, bytes, (part) => parts.push(part));
  if (error !== null) throw error;
  const all = new Uint8Array(read);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

async function readParts(
  response: Response,
  bytes: number,
  take: (part: Uint8Array) => void,
): Promise<{ read: number; error: unknown }> {
  if (response.body === null) return { read: 0, error: null };
  if (bytes === 0) {
    // Nobody waits for the rest of it: an error while letting it go is none of the check's business.
    await response.body.cancel().catch(() => undefined);
    return { read: 0, error: null };
  }
  const reader = response.body.getReader();
  let read = 0;
  try {
    while (read < bytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const wanted = value.subarray(0, bytes - read);
      read += wanted.byteLength;
      take(wanted);
    }
    await reader.cancel();
    return { read, error: null };
  } catch (error) {
    return { read, error };
  }
}
