import { retryAfterMs } from "../../../shared/notices/schedule.ts";
import { readTime } from "../../../shared/notices/time.ts";
import type { FormatRequest } from "../../../shared/notify/formats/format.ts";
import { ANSWER_BYTES, ANSWER_SHOWN_CHARS, ATTEMPT_TIMEOUT_MS } from "../../../shared/notify/limits.ts";
import type { Answer } from "../../../shared/notify/retry.ts";
import { causeOfThrow } from "../../../shared/observe/thrown.ts";
import type { Judged } from "../sources/look-up.ts";
import { type Signer, signedHeaders } from "./sign.ts";

/** One message, sent once: guarded, signed, bounded in time and in what is read. Never throws: what goes wrong is an answer. */

export type PostPorts = {
  readonly fetch: typeof fetch;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly userAgent: string;
  readonly judge: (url: string, signal: AbortSignal) => Promise<Judged>;
};

export type Message = { readonly id: string; readonly to: string; readonly request: FormatRequest };

export type Posted = { readonly answer: Answer; readonly durationMs: number; readonly body: string };

export async function post(
  { id, to, request }: Message,
  { signer, ports }: { signer: Signer; ports: PostPorts },
): Promise<Posted> {
  const { fetch, clock, userAgent, judge } = ports;
  const url = request.url ?? to;
  const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
  const judged = await judge(url, signal);
  if (judged.kind !== "allowed")
    return { answer: { kind: "unsent", because: judged.because }, durationMs: 0, body: "" };
  const beganAt = clock();
  const { method, body } = request;
  const sending = { id, body, now: beganAt };
  const headers = {
    ...request.headers,
    ...(await signedHeaders(sending, signer)),
    "content-type": request.contentType,
    "user-agent": userAgent,
  };
  try {
    // Followed by nobody: where a redirect leads is not what the owner proved to be theirs.
    const response = await fetch(url, { method, body, headers, redirect: "manual", signal });
    const read = await readAnswer(response, signal);
    return { answer: answerOf(response, read, clock()), durationMs: clock() - beganAt, body: read };
  } catch (error) {
    return { answer: { kind: "failed", because: wordsOf(error, url) }, durationMs: clock() - beganAt, body: "" };
  }
}

function answerOf({ status, headers }: Response, text: string, now: number): Answer {
  const wait = retryAfterMs(headers.get("retry-after"), { now, readDate: readTime });
  return {
    kind: "answered",
    status,
    text: text.slice(0, ANSWER_SHOWN_CHARS),
    retryAfterMs: wait,
    location: headers.get("location"),
  };
}

/**
 * The beginning of the body. The status has been said by then: a body that breaks off or does not end in time takes
 * nothing back, and what came of it is what is known.
 */
async function readAnswer(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let read = 0;
  try {
    while (read < ANSWER_BYTES && !signal.aborted) {
      const { done, value } = await reader.read();
      if (done) break;
      const wanted = value.subarray(0, ANSWER_BYTES - read);
      read += wanted.byteLength;
      text += decoder.decode(wanted, { stream: true });
    }
    await reader.cancel();
  } catch {
    // Said above: the status stands.
  }
  return text;
}

/** The platform hides what was wrong with a certificate: said is where it ended, and what it may have been. */
function wordsOf(error: unknown, url: string): string {
  if (!(error instanceof Error)) return String(error).slice(0, 300);
  const { name, message } = error;
  if (name === "TimeoutError" || name === "AbortError") return `no answer within ${ATTEMPT_TIMEOUT_MS} ms`;
  const ended = causeOfThrow({ message, code: null, secure: url.startsWith("https:"), stage: null });
  const words = message.slice(0, 200);
  return ended?.stage === "tls"
    ? `the TLS handshake failed; the certificate must be valid, trusted and for this host (${words})`
    : words;
}
