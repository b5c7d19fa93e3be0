import { z } from "zod";
import { EventType } from "../schema/event.ts";
import { EventId } from "../schema/ids.ts";
import { InstantText } from "../schema/instant.ts";
import { SKIPS } from "./plan.ts";

/** The log of a subscription: each event that was committed while it stood, and what became of it there. */

export const Attempt = z.object({
  at: InstantText,
  /** `interrupted`: the network itself was stopped before it could note an answer; the receiver may have it. */
  outcome: z.enum(["delivered", "failed", "unsent", "gone", "interrupted"]),
  /** HTTP status, where there was an answer. */
  status: z.int().nullable(),
  durationMs: z.int().nullable(),
  because: z.string().nullable(),
  /** The first characters of the answer. */
  answer: z.string().nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/**
 * `waiting`: will be tried; `held`: will be sent later unless something newer replaces it; `dead`: tried to the end, and may
 * be replayed; `skipped`: never to be sent, for the reason that is given.
 */
export const DeliveryState = z.enum(["waiting", "held", "delivered", "dead", "skipped"]);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const Delivery = z.object({
  /** Of the event, and `webhook-id` of every attempt. */
  id: EventId,
  type: EventType,
  subject: z.string(),
  sequence: z.int(),
  state: DeliveryState,
  /** Why it was not sent. */
  reason: z.enum(SKIPS).nullable(),
  because: z.string().nullable(),
  test: z.boolean(),
  /** When it came to this subscription. */
  at: InstantText,
  nextAt: InstantText.nullable(),
  endedAt: InstantText.nullable(),
  /** How often the event was handed over again, and not sent again for that. */
  duplicates: z.int(),
  attempts: z.array(Attempt),
});
export type Delivery = z.infer<typeof Delivery>;
