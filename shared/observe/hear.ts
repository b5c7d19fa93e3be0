import type { Finding } from "./classify.ts";
import { unmetInText } from "./expect.ts";
import { failed } from "./findings.ts";
import { TALK_CHARS, TALK_JUDGED, TALK_MESSAGES } from "./limits.ts";

/** What is heard on an open connection, until it says what is expected. Bounded in time, characters and messages. */

export type Expected = { readonly contains?: string | undefined; readonly matches?: string | undefined };

/** Instead of words: nothing came in the time that was given. */
export const LATE = Symbol("late");

/** The next words within so many milliseconds; `null` once the other side is done. Rejects when the connection breaks. */
export type Next = (withinMs: number) => Promise<string | null | typeof LATE>;

/** `null` when the expected was heard; otherwise why not. */
export async function hear(
  next: Next,
  expected: Expected,
  { clock, beganAt, timeoutMs }: { clock: () => number; beganAt: number; timeoutMs: number },
): Promise<Finding | null> {
  const latency = () => clock() - beganAt;
  let heard = "";
  let judgedAt = 0;
  const met = (): boolean => {
    judgedAt = heard.length;
    return unmetInText("the reply", heard, expected) === null;
  };
  const unmet = (): Finding =>
    failed("body", "body_mismatch", {
      latencyMs: latency(),
      detail: `${unmetInText("the reply", heard, expected) ?? "the reply is wrong"}; received ${JSON.stringify(heard.slice(0, 80))}`,
    });
  for (let messages = 1; messages <= TALK_MESSAGES && heard.length < TALK_CHARS; messages++) {
    let words: string | null | typeof LATE;
    try {
      words = await next(timeoutMs - latency());
    } catch (error) {
      if (heard !== "" && met()) return null;
      const because = error instanceof Error ? error.message : String(error);
      return failed("response", "connect_reset", { latencyMs: latency(), detail: `the connection broke: ${because}` });
    }
    if (words === LATE || words === null) {
      if (heard !== "") return met() ? null : unmet();
      return words === LATE
        ? failed("response", "response_timeout", { latencyMs: latency(), detail: `no reply within ${timeoutMs} ms` })
        : failed("response", "connect_reset", { latencyMs: latency(), detail: "closed without a word" });
    }
    heard += words.slice(0, TALK_CHARS - heard.length);
    if ((messages <= TALK_JUDGED || heard.length >= 2 * judgedAt) && met()) return null;
  }
  return met() ? null : unmet();
}
