/** Messages of a stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */

export type ServerSent = {
  /** What a client that lost the stream comes back with; absent where nothing is to be remembered. */
  readonly id?: string;
  readonly event?: string;
  readonly data: string;
};

export function serverSent({ id, event, data }: ServerSent): string {
  return [
    ...(id === undefined ? [] : [`id: ${oneLineOf(id)}`]),
    ...(event === undefined ? [] : [`event: ${oneLineOf(event)}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
    "",
    "",
  ].join("\n");
}

/** A line that every client passes over: proxies close what is silent. */
export function serverSentComment(words: string): string {
  return `: ${oneLineOf(words)}\n\n`;
}

export function serverSentRetry(ms: number): string {
  return `retry: ${Math.round(ms)}\n\n`;
}

function oneLineOf(text: string): string {
  return text.replace(/[\r\n\0]+/g, " ");
}
