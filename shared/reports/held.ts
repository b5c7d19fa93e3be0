import type { ReportBatch, ReportMinute } from "../schema/index.ts";
import { addMinutes, openMinute } from "./bucket.ts";

/**
 * Minutes of reports that may still grow. Each is stored whole, again when it has grown, so that writing one twice leaves
 * one. What comes so late that its minute is no longer held (the fold was away for minutes) is stored as a part of its own.
 */
export type Held = {
  readonly minute: ReportMinute;
  /** 0, or the minute in which the late part was opened. */
  readonly part: number;
  /** How often it has grown, and how often it had when it was last stored. */
  grown: number;
  stored: number;
};
export type HeldMinutes = Map<string, Held>;

/** Minutes after its beginning in which a minute's reports may come in; it is held for twice as long. */
const OPEN_MINUTES = 5;

/** Takes in a batch. Changed in place. */
export function hold(held: HeldMinutes, batch: ReportBatch, minuteMs: number): void {
  for (const each of batch.minutes) {
    const isLate = batch.at - each.minute >= OPEN_MINUTES * minuteMs;
    const part = isLate ? Math.floor(batch.at / minuteMs) : 0;
    const key = `${each.service} ${each.minute} ${part}`;
    const known = held.get(key) ?? { minute: openMinute(each.service, each.minute), part, grown: 0, stored: 0 };
    addMinutes(known.minute, [each]);
    known.grown++;
    held.set(key, known);
  }
}

/** What has grown and is over by `now`. */
export function unstoredIn(held: HeldMinutes, now: number, minuteMs: number): Held[] {
  return [...held.values()].filter(({ grown, stored, minute }) => grown > stored && minute.minute + minuteMs <= now);
}

/** Forgets what is stored and can grow no more. Changed in place. */
export function letGo(held: HeldMinutes, now: number, minuteMs: number): void {
  for (const [key, { minute, part, grown, stored }] of held) {
    const opened = Math.max(minute.minute, part * minuteMs);
    if (grown === stored && now - opened >= 2 * OPEN_MINUTES * minuteMs) held.delete(key);
  }
}
