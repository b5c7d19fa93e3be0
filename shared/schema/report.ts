import { z } from "zod";
import { AskedPlatform, AskedSymptom } from "./diagnosis.ts";
import { ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { NOTE_MAX_CHARS } from "./limits.ts";

/** What people send, what is answered, and the counts that are all that is kept of it. */

/** A stranger's report. Where it comes from is no part of it: the edge knows, and nobody is believed about it. */
export const ReportRequest = z.strictObject({
  /** One of the service's symptoms, `other`, or `works`: it works for me. */
  symptom: AskedSymptom,
  platform: AskedPlatform.nullish(),
  note: z.string().max(NOTE_MAX_CHARS).nullish(),
  /** What the Turnstile widget gave, where the network asks for it. */
  turnstile: z.string().max(2_048).nullish(),
});
export type ReportRequest = z.infer<typeof ReportRequest>;

/** `kept`, or `dropped` whole: it held, or seemed to hold, a way to reach somebody or where somebody lives. */
export const NoteFate = z.enum(["none", "kept", "dropped"]);
export type NoteFate = z.infer<typeof NoteFate>;

export const ReportReceipt = z.object({
  service: ServiceId,
  at: Instant,
  symptom: z.string(),
  platform: AskedPlatform.nullable(),
  /** `already`: the same reporter was counted within the last half-hour, and is not counted again. */
  counted: z.enum(["yes", "already"]),
  note: NoteFate,
  /** What the edge says; of it, only country and network are kept, in counts. */
  from: z.object({
    country: z.string().nullable(),
    subdivision: z.string().nullable(),
    asn: z.int().nullable(),
    colo: z.string().nullable(),
  }),
});
export type ReportReceipt = z.infer<typeof ReportReceipt>;

/** What was turned away, by reason; told so that an attack can be seen, never by whom. */
export const Uncounted = z.object({
  /** Reporters who had been counted already. */
  repeated: z.int().min(0).default(0),
  /** Refused by the rate limit. */
  limited: z.int().min(0).default(0),
  /** Refused by Turnstile. */
  unproven: z.int().min(0).default(0),
  /** Not understood, or too large. */
  malformed: z.int().min(0).default(0),
  /** Notes that were dropped; their reports count. */
  notesDropped: z.int().min(0).default(0),
  /** Counted although Turnstile could not be asked. */
  unchecked: z.int().min(0).default(0),
});
export type Uncounted = z.infer<typeof Uncounted>;

export const ReportNote = z.object({ symptom: z.string(), text: z.string().max(NOTE_MAX_CHARS) });
export type ReportNote = z.infer<typeof ReportNote>;

/** One minute of one service: how many people, by bucket (`reports/bucket.ts` reads its name). */
export const ReportMinute = z.object({
  service: ServiceId,
  /** Its start. */
  minute: z.int(),
  counts: z.record(z.string(), z.int().min(0)),
  notes: z.array(ReportNote).default([]),
  uncounted: Uncounted.default(Uncounted.parse({})),
});
export type ReportMinute = z.infer<typeof ReportMinute>;

/** What one intake hands over: all that it took in after one mark up to another, in milliseconds at `at`. */
export const ReportBatch = z.object({
  from: z.string().max(64),
  after: z.int(),
  upTo: z.int(),
  at: z.int(),
  minutes: z.array(ReportMinute),
});
export type ReportBatch = z.infer<typeof ReportBatch>;
