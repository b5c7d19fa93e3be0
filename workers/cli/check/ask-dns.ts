import { isIP } from "node:net";
import { decodeAnswer, encodeQuestion } from "../../../shared/observe/dns-message.ts";
import { type Asked, askOverHttps, type GetBytes, type Question, RESOLVERS } from "../../../shared/observe/doh.ts";
import { connectFirst } from "./connect.ts";

/**
 * Who is asked about a name that a check is about: two independent resolvers over HTTPS, as every probe of a network
 * does, or one name server of one's own over TCP, which every name server speaks (RFC 7766) and nothing cuts short.
 */
export type AskDns = (question: Question, timeoutMs: number) => Promise<Asked>;

/** `server`: an address with an optional port, or `null` for the resolvers of the internet. */
export function resolversFor(
  server: string | null,
  { userAgent, fetch }: { readonly userAgent: string; readonly fetch: typeof globalThis.fetch },
): AskDns[] {
  if (server !== null) return [(question, timeoutMs) => askOverTcp(server, question, timeoutMs)];
  return RESOLVERS.map((url) => (question, timeoutMs) => {
    const get: GetBytes = async (address, { headers, maxBytes }) => {
      const response = await fetch(address, { headers, signal: AbortSignal.timeout(timeoutMs) });
      if (response.ok) return { status: response.status, bytes: await bytesOf(response.body, maxBytes) };
      await response.body?.cancel();
      return { status: response.status, bytes: new Uint8Array() };
    };
    return askOverHttps(url, question, { get, userAgent, timeoutMs });
  });
}

async function bytesOf(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body ?? []) {
    parts.push(part.subarray(0, maxBytes - length));
    length += part.length;
    if (length >= maxBytes) break;
  }
  return Buffer.concat(parts);
}

async function askOverTcp(server: string, question: Question, timeoutMs: number): Promise<Asked> {
  const unasked = (because: string): Asked => ({ kind: "unasked", resolver: server, detail: `${server} ${because}` });
  const message = encodeQuestion(question.name, question.type);
  if (message === null) return unasked(`cannot be asked about ${JSON.stringify(question.name.slice(0, 80))}`);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { host, port } = addressIn(server);
    const socket = await connectFirst([host], { port, signal });
    const giveUp = () => socket.destroy();
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      socket.write(Buffer.concat([lengthOf(message), message]));
      const answer = decodeAnswer(await framed(socket));
      if (answer !== null) return { kind: "answered", resolver: server, answer };
      return unasked("answered with something that is no DNS message");
    } finally {
      signal.removeEventListener("abort", giveUp);
      socket.destroy();
    }
  } catch (error) {
    if (signal.aborted) return unasked(`did not answer within ${timeoutMs} ms`);
    return unasked(`could not be asked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One message behind its length in two bytes (RFC 1035, section 4.2.2). Whatever comes after it is not read. */
async function framed(socket: AsyncIterable<Buffer>): Promise<Uint8Array> {
  let read = Buffer.alloc(0);
  for await (const part of socket) {
    read = Buffer.concat([read, part]);
    if (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) return read.subarray(2, 2 + read.readUInt16BE(0));
  }
  throw new Error("the connection was closed without an answer");
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  return Uint8Array.from([length >> 8, length & 0xff]);
}

/** `1.1.1.1`, `1.1.1.1:5353`, `2606:4700::1111` or `[2606:4700::1111]:5353`. */
function addressIn(server: string): { host: string; port: number } {
  if (isIP(server) !== 0) return { host: server, port: 53 };
  const [, host = "", port = "53"] = /^\[?([^\]]*?)\]?(?::(\d{1,5}))?$/.exec(server) ?? [];
  return { host, port: Number(port) };
}
