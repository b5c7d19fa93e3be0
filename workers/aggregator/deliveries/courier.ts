import type { MailSender } from "../../../shared/notify/formats/format.ts";
import { ATTEMPTS_AT_ONCE, AWAY_AFTER_FAILURES, PAUSE_AFTER_MS } from "../../../shared/notify/limits.ts";
import { afterFailure, judgeAnswer, nextAttemptAt } from "../../../shared/notify/retry.ts";
import { Event } from "../../../shared/schema/event.ts";
import { WAKE_MS } from "../limits.ts";
import type { Due, Outbox } from "../store/outbox.ts";
import { type Kept, readKept, requestFor, signerOf, writeKept } from "./kept.ts";
import { type Posted, type PostPorts, post } from "./post.ts";
import { noteTold } from "./take.ts";

/**
 * Sends what is due of one subscription: a few at once, never two of the same subject, so that they leave in their order.
 * What is about to be sent is noted before, and what came of it after; a stop in between sends it again under its id.
 */

export type CourierPorts = PostPorts & { readonly outbox: Outbox; readonly mail: MailSender | null };

/** Rows read from the outbox at once. */
const BATCH = 100;

/** Until nothing is due, the receiver is to be left alone, or the wake has lasted long enough. */
export async function sendDue(ports: CourierPorts): Promise<void> {
  const { outbox, clock } = ports;
  const until = clock() + WAKE_MS;
  const underWay = new Map<string, Promise<void>>();
  const sending = new Set<string>();
  let waiting: Due[] = [];
  for (;;) {
    const now = clock();
    const kept = readKept(outbox);
    const isOpen = kept?.status === "active" && (kept.awayUntil ?? 0) <= now && now < until;
    if (isOpen && waiting.length === 0) waiting = outbox.due(now, BATCH).filter(({ id }) => !sending.has(id));
    const atOnce = kept !== null && kept.failures >= AWAY_AFTER_FAILURES ? 1 : ATTEMPTS_AT_ONCE;
    for (const due of isOpen ? [...waiting] : []) {
      if (underWay.size >= atOnce) break;
      if (underWay.has(due.subject)) continue;
      waiting = waiting.filter(({ id }) => id !== due.id);
      sending.add(due.id);
      const attempt = tryOnce(due, ports).finally(() => {
        underWay.delete(due.subject);
        sending.delete(due.id);
      });
      underWay.set(due.subject, attempt);
    }
    if (underWay.size === 0) return;
    await Promise.race(underWay.values());
    // What changed meanwhile (a pause, a 410) holds for what was read before, too.
    if (readKept(outbox)?.status !== "active") waiting = [];
  }
}

async function tryOnce(due: Due, ports: CourierPorts): Promise<void> {
  const { outbox, clock, mail } = ports;
  const kept = readKept(outbox);
  const beganAt = clock();
  const text = outbox.begin(due.id, beganAt);
  if (kept === null || text === null) return;
  const event = Event.parse(JSON.parse(text));
  if (due.state === "held") noteTold(outbox, kept, { event, now: beganAt });
  const request = requestFor(event, kept, { test: due.test === 1, mail });
  const signer = signerOf(kept, beganAt);
  const posted = await post({ id: due.id, to: kept.url, request }, { signer, ports });
  conclude(due, { posted, beganAt, ports });
}

function conclude(
  { id, tries }: Due,
  { posted, beganAt, ports }: { posted: Posted; beganAt: number; ports: CourierPorts },
): void {
  const { outbox, clock } = ports;
  const now = clock();
  const { answer, durationMs } = posted;
  const judged = judgeAnswer(answer);
  const because = judged.kind === "delivered" ? null : judged.because;
  const attempt = {
    at: beganAt,
    outcome: answer.kind === "unsent" ? ("unsent" as const) : judged.kind,
    status: answer.kind === "answered" ? answer.status : null,
    durationMs: answer.kind === "unsent" ? null : durationMs,
    because,
    answer: answer.kind === "answered" ? answer.text : null,
  };
  const retryAfterMs = judged.kind === "failed" ? judged.retryAfterMs : null;
  const dueAt = judged.kind === "failed" ? nextAttemptAt({ id, tries: tries + 1, now, retryAfterMs }) : null;
  const state = judged.kind === "delivered" ? "delivered" : dueAt === null ? "dead" : "waiting";
  outbox.end(id, { attempt, state, because, dueAt, now });
  const kept = readKept(outbox);
  if (kept === null || kept.status !== "active") return;
  if (judged.kind === "delivered") welcome(kept, { outbox, now });
  // That our own side could not send says nothing about the receiver.
  else if (answer.kind !== "unsent") doubt(kept, { outbox, beganAt, now, judged, retryAfterMs });
}

function welcome(kept: Kept, { outbox, now }: { outbox: Outbox; now: number }): void {
  if (kept.failures === 0 && kept.awayUntil === null) return;
  if (kept.failures >= AWAY_AFTER_FAILURES) outbox.hasten(now);
  writeKept(outbox, { ...kept, failures: 0, failingSince: null, awayUntil: null, because: null });
}

function doubt(
  kept: Kept,
  options: {
    outbox: Outbox;
    beganAt: number;
    now: number;
    judged: { kind: "gone" | "failed"; because: string };
    retryAfterMs: number | null;
  },
): void {
  const { outbox, beganAt, now, judged, retryAfterMs } = options;
  const failingSince = kept.failingSince ?? now;
  const failing = { ...kept, ...afterFailure(kept, { beganAt, now, retryAfterMs }), failingSince };
  if (judged.kind === "gone") {
    writeKept(outbox, { ...failing, status: "disabled", because: judged.because });
    outbox.bury(`the subscription was disabled: ${judged.because}`, now);
  } else if (now - failingSince >= PAUSE_AFTER_MS) {
    const hours = Math.round((now - failingSince) / 3_600_000);
    const because = `nothing was taken for ${hours} h; the last word was: ${judged.because}`;
    writeKept(outbox, { ...failing, status: "paused", because });
    outbox.bury(`the subscription was paused: ${because}`, now);
  } else writeKept(outbox, failing);
}
