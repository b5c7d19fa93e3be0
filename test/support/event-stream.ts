/** A client of server-sent events, as a browser's `EventSource` reads them: one that counts nothing and guesses nothing. */

export type StreamMessage = { readonly id: string | null; readonly event: string; readonly data: unknown };

export type EventStream = {
  readonly messages: readonly StreamMessage[];
  /** What a client would come back with. */
  lastId(): string | null;
  close(): void;
};

export async function openStream(url: URL, lastEventId: string | null = null): Promise<EventStream> {
  const ending = new AbortController();
  const headers = { accept: "text/event-stream", ...(lastEventId === null ? {} : { "last-event-id": lastEventId }) };
  const response = await fetch(url, { headers, signal: ending.signal });
  if (response.body === null || !response.ok) throw new Error(`no stream: ${response.status}`);
  const messages: StreamMessage[] = [];
  void read(response.body, messages).catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    messages,
    lastId: () => messages.findLast(({ id }) => id !== null)?.id ?? null,
    close: () => ending.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array>, messages: StreamMessage[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    const blocks = `${text}${decoder.decode(chunk, { stream: true })}`.split("\n\n");
    text = blocks.pop() ?? "";
    messages.push(...blocks.flatMap(messageOf));
  }
}

/** None for a comment, or a word about coming back. */
function messageOf(block: string): StreamMessage[] {
  const fields = new Map(
    block.split("\n").flatMap((line) => {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? ""] as const];
    }),
  );
  const data = fields.get("data");
  return data === undefined
    ? []
    : [{ id: fields.get("id") ?? null, event: fields.get("event") ?? "message", data: JSON.parse(data) as unknown }];
}
