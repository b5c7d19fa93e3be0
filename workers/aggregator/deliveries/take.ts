import { filteredBecause } from "../../../shared/notify/filter.ts";
import { planDelivery, type Told, toldAfter, UNTOLD } from "../../../shared/notify/plan.ts";
import { subjectOf } from "../../../shared/notify/subject.ts";
import { Event, type EventWire } from "../../../shared/schema/event.ts";
import { EventId } from "../../../shared/schema/ids.ts";
import type { Outbox } from "../store/outbox.ts";
import type { Kept } from "./kept.ts";

/** What comes to a subscription is put into its outbox: with a time to be sent at, or with the reason why it is not. */

/** What is remembered of a subject, and its last event where it may have to be told again. */
type Subject = Told & { readonly last: EventWire | null; readonly repeats: number };

const NEW: Subject = { ...UNTOLD, last: null, repeats: 0 };

export function take(outbox: Outbox, kept: Kept, { events, now }: { events: readonly EventWire[]; now: number }): void {
  for (const wire of events) {
    const event = Event.parse(wire);
    if (outbox.isAgain(event.id)) continue;
    const subject = subjectOf(event);
    const told = subjectIn(outbox, subject);
    const plan = planDelivery(event, { wishes: kept, told, now });
    const row = { id: event.id, subject, type: event.type, sequence: event.sequence, at: now, test: false };
    const none = { reason: null, because: null };
    if (plan.kind === "skip") {
      const { because: reason, detail } = plan;
      outbox.add({ ...row, state: "skipped", reason, because: detail, dueAt: null, event: null });
      // Over before it was told: nothing of it needs to be sent any more.
      if (reason === "untold") outbox.supersede(subject, event.id, now);
      continue;
    }
    const body = JSON.stringify(wire);
    outbox.supersede(subject, event.id, now);
    if (plan.kind === "hold") {
      outbox.add({ ...row, state: "held", reason: null, because: plan.because, dueAt: plan.until, event: body });
      continue;
    }
    outbox.add({ ...row, ...none, state: "waiting", dueAt: now, event: body });
    noteTold(outbox, kept, { event, now });
  }
}

/** An event is sent: what the subscription knows of its subject from now on, and when it is reminded. */
export function noteTold(outbox: Outbox, kept: Kept, { event, now }: { event: Event; now: number }): void {
  const subject = subjectOf(event);
  const told = toldAfter(event, subjectIn(outbox, subject), now);
  const repeatAt = told.open && kept.repeatMinutes !== null ? now + kept.repeatMinutes * 60_000 : null;
  const last = repeatAt === null ? null : Event.encode(event);
  outbox.saveSubject(subject, { repeatAt, body: { ...told, last, repeats: 0 } satisfies Subject });
}

/** Tells again what goes on and was to be repeated by now. */
export function remind(outbox: Outbox, kept: Kept, now: number): void {
  for (const subject of outbox.repeats(now)) {
    const known = subjectIn(outbox, subject);
    const { last, repeats } = known;
    if (last === null || !known.open || kept.repeatMinutes === null || kept.status !== "active") {
      outbox.saveSubject(subject, { repeatAt: null, body: known });
      continue;
    }
    const event = Event.parse(last);
    const minutes = Math.round((now - event.at) / 60_000);
    const again: Event = {
      ...event,
      id: EventId.parse(`${event.id}_again${repeats + 1}`),
      because: [`it goes on, ${minutes} min after it was last told`, ...event.because],
    };
    outbox.add({
      id: again.id,
      subject,
      type: again.type,
      sequence: again.sequence,
      state: "waiting",
      reason: null,
      because: null,
      test: false,
      at: now,
      dueAt: now,
      event: JSON.stringify(Event.encode(again)),
    });
    const repeatAt = now + kept.repeatMinutes * 60_000;
    outbox.saveSubject(subject, { repeatAt, body: { ...known, repeats: repeats + 1 } satisfies Subject });
  }
}

/** Sends events again under their ids; answers how many. Nothing is sent that the filter would not let through, unless it is asked for. */
export function replay(
  outbox: Outbox,
  kept: Kept,
  {
    events,
    now,
    onlyUndelivered,
    evenFiltered,
  }: { events: readonly EventWire[]; now: number; onlyUndelivered: boolean; evenFiltered: boolean },
): number {
  let count = 0;
  for (const wire of events) {
    const event = Event.parse(wire);
    if (!evenFiltered && filteredBecause(event, kept.filter) !== null) continue;
    const known = outbox.one(event.id);
    if (onlyUndelivered && known?.state === "delivered") continue;
    const body = JSON.stringify(wire);
    if (known !== null) outbox.revive(event.id, body, now);
    else
      outbox.add({
        id: event.id,
        subject: subjectOf(event),
        type: event.type,
        sequence: event.sequence,
        state: "waiting",
        reason: null,
        because: "replayed",
        test: false,
        at: now,
        dueAt: now,
        event: body,
      });
    count++;
  }
  return count;
}

function subjectIn(outbox: Outbox, subject: string): Subject {
  // Written in this file and nowhere else.
  return (outbox.subject(subject) as Subject | null) ?? NEW;
}
