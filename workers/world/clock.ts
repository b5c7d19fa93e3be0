import { z } from "zod";

/** The time of the story: frozen at a minute, or running from one at some speed. */
export const StoryClock = z.strictObject({
  minute: z.number().min(0),
  /** Milliseconds since the epoch at which `minute` was reached; absent: frozen. */
  at: z.number().optional(),
  /** Story minutes per real minute. */
  speed: z.number().min(0).default(1),
});
export type StoryClock = z.infer<typeof StoryClock>;

export function minuteAt({ minute, at, speed }: StoryClock, now: number): number {
  return at === undefined ? minute : minute + ((now - at) / 60_000) * speed;
}
