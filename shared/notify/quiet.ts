import { z } from "zod";

/** A time of day in which nobody wants to be woken: what happens then is held until its end, unless it is grave. */

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "22:00"');

export const Quiet = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    /** Minutes east of Greenwich; a fixed one, without summer time. */
    utcOffsetMinutes: z.int().min(-720).max(840).default(0),
    /** A service that is down everywhere is told all the same. */
    exceptGlobal: z.boolean().default(true),
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "must differ from `from`" });
export type Quiet = z.infer<typeof Quiet>;

const DAY_MIN = 1_440;

/** When the quiet time that holds at `now` is over; `null` outside of it. */
export function quietUntil({ from, to, utcOffsetMinutes }: Quiet, now: number): number | null {
  const local = Math.floor(now / 60_000) + utcOffsetMinutes;
  const minute = ((local % DAY_MIN) + DAY_MIN) % DAY_MIN;
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  const length = (end - begin + DAY_MIN) % DAY_MIN;
  const passed = (minute - begin + DAY_MIN) % DAY_MIN;
  return passed < length ? (Math.floor(now / 60_000) + length - passed) * 60_000 : null;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
