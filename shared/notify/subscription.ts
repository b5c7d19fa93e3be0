import { z } from "zod";
import { Layer } from "../schema/cause.ts";
import { EventType } from "../schema/event.ts";
import { ServiceId, SubscriptionId } from "../schema/ids.ts";
import { InstantText } from "../schema/instant.ts";
import { URL_MAX_CHARS } from "../schema/limits.ts";
import { PlaceId } from "../schema/region.ts";
import { Probability, Scope } from "../schema/verdict.ts";
import { FORMAT_NAMES, type FormatName } from "./formats/registry.ts";
import { DESCRIPTION_MAX_CHARS, FILTER_MAX, REPEAT_MINUTES, SETTING_MAX_CHARS, UPDATES_PER_HOUR } from "./limits.ts";
import { Quiet } from "./quiet.ts";

/** Somebody's standing request to be told: what people write, and what they read. A typo is an error. */

const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(FILTER_MAX).optional();

/** What is told when a filter names no events. Suspicions, their end, and our own probes are for who asks. */
export const EVENTS_BY_DEFAULT: readonly EventType[] = [
  "incident.opened",
  "incident.updated",
  "incident.recovering",
  "incident.resolved",
  "notice.published",
  "maintenance.started",
  "maintenance.ended",
  "certificate.expiring",
];

/** Everything that is named must hold. An absent part asks for nothing. */
export const Filter = z.strictObject({
  services: some(ServiceId),
  /** One of them is enough. */
  tags: some(z.string().min(1).max(32)),
  events: some(EventType),
  /** The state that the service must have now, at least. */
  minState: z.enum(["degraded", "down"]).optional(),
  /** One of them must be failing. */
  regions: some(PlaceId),
  countries: some(z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as "DE"')),
  scopes: some(Scope),
  minProbability: Probability.optional(),
  layers: some(Layer),
  /** Also what a planned maintenance or a broader incident explains. */
  muted: z.boolean().optional(),
});
export type Filter = z.infer<typeof Filter>;

const wishes = {
  format: z.enum(FORMAT_NAMES) as z.ZodType<FormatName>,
  settings: z.record(z.string().max(64), z.string().max(SETTING_MAX_CHARS)),
  filter: Filter,
  description: z.string().max(DESCRIPTION_MAX_CHARS),
  /** Sign with a key pair of its own as well (v1a). */
  ed25519: z.boolean(),
  quiet: Quiet.nullable(),
  /** Remind of an incident that goes on, every so many minutes; `null` never does. */
  repeatMinutes: z.int().min(REPEAT_MINUTES.min).max(REPEAT_MINUTES.max).nullable(),
  updatesPerHour: z.int().min(UPDATES_PER_HOUR.min).max(UPDATES_PER_HOUR.max),
};

const Address = z.string().min(1).max(URL_MAX_CHARS);

export const SubscriptionRequest = z.strictObject({
  url: Address,
  format: wishes.format.default("json"),
  settings: wishes.settings.default({}),
  filter: wishes.filter.default({}),
  description: wishes.description.default(""),
  ed25519: wishes.ed25519.default(false),
  quiet: wishes.quiet.default(null),
  repeatMinutes: wishes.repeatMinutes.default(null),
  updatesPerHour: wishes.updatesPerHour.default(UPDATES_PER_HOUR.default),
});
export type SubscriptionRequest = z.infer<typeof SubscriptionRequest>;

/** What is absent stays. A new address, format or setting must be proven anew. */
export const SubscriptionChange = z
  .strictObject({ url: Address, ...wishes, status: z.enum(["active", "paused"]) })
  .partial();
export type SubscriptionChange = z.infer<typeof SubscriptionChange>;

/**
 * `pending`: control of the target is not proven. `paused`: by its owner, or because it failed for long; it goes on when its
 * owner says so. `disabled`: the target answered 410 (gone), for good.
 */
export const SubscriptionStatus = z.enum(["pending", "active", "paused", "disabled"]);
export type SubscriptionStatus = z.infer<typeof SubscriptionStatus>;

const When = InstantText.nullable();

/** A subscription as its owner reads it. */
export const Subscription = z.object({
  id: SubscriptionId,
  status: SubscriptionStatus,
  /** Why it is paused or disabled, or what the last challenge came to. */
  because: z.string().nullable(),
  url: z.string(),
  ...wishes,
  createdAt: InstantText,
  confirmedAt: When,
  /** Since when nothing was taken; `null` while it takes. */
  failingSince: When,
  /** Until when the secret before the last is signed with as well. */
  oldSecretUntil: When,
  /** `whpk_…`, where it signs with a key pair. */
  publicKey: z.string().nullable(),
  counts: z.object({ waiting: z.int(), delivered: z.int(), dead: z.int(), skipped: z.int() }),
  /** How it is delivered: what is published about tries. */
  policy: z.object({
    timeoutMs: z.int(),
    retrySeconds: z.array(z.int()),
    jitter: z.number(),
    pausedAfterHours: z.number(),
    logDays: z.number(),
  }),
});
export type Subscription = z.infer<typeof Subscription>;
