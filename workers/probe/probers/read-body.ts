/** Reads at most `bytes` of a body and lets the rest go. A body that breaks off is told in the platform's words. */
export async function readBody(response: Response, bytes: number): Promise<{ body: string; bodyError: string | null }> {
  if (response.body === null) return { body: "", bodyError: null };
  if (bytes === 0) {
    // Nobody waits for the rest of it: an error while letting it go is none of the check's business.
    await response.body.cancel().catch(() => undefined);
    return { body: "", bodyError: null };
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let body = "";
  let read = 0;
  try {
    while (read < bytes) {
      const { done, value } = await reader.read();
      if (done) break;
      const wanted = value.subarray(0, bytes - read);
      read += wanted.byteLength;
      body += decoder.decode(wanted, { stream: true });
    }
    await reader.cancel();
    return { body: body + decoder.decode(), bodyError: null };
  } catch (error) {
    return { body, bodyError: error instanceof Error ? error.message : String(error) };
  }
}
