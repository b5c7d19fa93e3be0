import { z } from "zod";
import type { MailSender } from "../../../shared/notify/formats/format.ts";
import { formatNamed } from "../../../shared/notify/formats/registry.ts";
import { CHALLENGE_AFTER_MS, CODE_TRIES } from "../../../shared/notify/limits.ts";
import { judgeAnswer } from "../../../shared/notify/retry.ts";
import { type Kept, signerOf, targetOf } from "./kept.ts";
import { type Posted, type PostPorts, post } from "./post.ts";

/**
 * Proof that a target is the owner's, before anything else is sent there: a program gives a word back at once, people read a
 * code where their messages will be and tell it to us.
 */

const WORD_BYTES = 24;
/** Without letters and digits that look alike. */
const CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
const CODE_CHARS = 8;

const Echo = z.object({ challenge: z.string() });

export function newChallenge({ format }: Pick<Kept, "format">, now: number): NonNullable<Kept["challenge"]> {
  const isEcho = formatNamed(format).proof === "echo";
  const bytes = crypto.getRandomValues(new Uint8Array(isEcho ? WORD_BYTES : CODE_CHARS));
  const word = isEcho
    ? [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    : [...bytes].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length]).join("");
  return { word, sent: 0, nextAt: now, wrong: 0 };
}

/** Sends the challenge that is due, and gives the subscription after it. */
export async function challenge(
  kept: Kept,
  { ports, mail }: { ports: PostPorts; mail: MailSender | null },
): Promise<Kept> {
  const { challenge: due } = kept;
  if (due === null || due.nextAt === null || kept.status !== "pending") return kept;
  const { proof } = formatNamed(kept.format);
  const now = ports.clock();
  const id = `chl_${kept.id.slice("sub_".length)}_${due.sent + 1}`;
  const request = proof === "echo" ? echoRequest(kept, due.word) : codeRequest(kept, { word: due.word, mail });
  const posted = await post({ id, to: kept.url, request }, { signer: signerOf(kept, now), ports });
  const judged = judgeAnswer(posted.answer);
  const sent = due.sent + 1;
  if (judged.kind === "delivered" && proof === "code")
    return { ...kept, challenge: { ...due, sent, nextAt: null }, because: "the code was sent; give it to /confirm" };
  const failure = judged.kind === "delivered" ? misunderstood(posted, due.word) : judged.because;
  if (failure === null) return confirmed(kept, ports.clock());
  const wait = CHALLENGE_AFTER_MS[sent];
  const nextAt = wait === undefined ? null : ports.clock() + wait;
  return { ...kept, challenge: { ...due, sent, nextAt }, because: `the challenge was not answered: ${failure}` };
}

/** The owner tells the code: the subscription after it, and whether it was the right one. */
export function confirmBy(code: string, kept: Kept, now: number): { kept: Kept; isRight: boolean } {
  const { challenge: open } = kept;
  if (open === null || open.wrong >= CODE_TRIES) return { kept, isRight: false };
  if (code.trim().toUpperCase() === open.word) return { kept: confirmed(kept, now), isRight: true };
  return { kept: { ...kept, challenge: { ...open, wrong: open.wrong + 1 } }, isRight: false };
}

function confirmed(kept: Kept, now: number): Kept {
  return { ...kept, status: "active", because: null, confirmedAt: now, challenge: null };
}

/** Why a 2xx is no proof; `null` when it is one. */
function misunderstood({ body }: Posted, word: string): string | null {
  try {
    const answer = Echo.safeParse(JSON.parse(body));
    if (answer.success && answer.data.challenge === word) return null;
  } catch {
    // Told below, as any other answer that is none.
  }
  return `the answer must be {"challenge": "…"} with the word that was sent; received ${JSON.stringify(body.slice(0, 80))}`;
}

function echoRequest({ id }: Kept, word: string) {
  const body = JSON.stringify({ type: "subscription.challenge", subscription: id, challenge: word });
  return { method: "POST" as const, headers: {}, contentType: "application/json", body };
}

function codeRequest(kept: Kept, { word, mail }: { word: string; mail: MailSender | null }) {
  const { writeCode } = formatNamed(kept.format);
  if (writeCode === undefined) throw new Error(`the format ${kept.format} proves by a code and writes none`);
  const links = { page: `${kept.origin}/`, subscription: `${kept.origin}/v1/subscriptions/${kept.id}` };
  return writeCode(word, targetOf(kept, { test: false, mail }), links);
}
