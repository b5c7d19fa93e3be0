import { z } from "zod";
import { Instant } from "./instant.ts";
import { PlaceId } from "./region.ts";
import { Probability } from "./verdict.ts";

/** The way back: how far a recovery is, how long it may still take, and how clients should return. */

/** `none`: nothing is wrong; `failing`: nothing is back; `returning`: some regions are; `settling`: all are, and it is not over. */
export const RecoveryStage = z.enum(["none", "failing", "returning", "settling"]);
export type RecoveryStage = z.infer<typeof RecoveryStage>;

/** What a person is told: use it, wait, or "it is back, but expect stutters". */
export const Advice = z.enum(["carry_on", "wait", "expect_stutters"]);
export type Advice = z.infer<typeof Advice>;

export const Remaining = z.object({
  /** What the minutes lead to: every region back, or the incident over. */
  until: z.enum(["all_back", "over"]),
  lowMinutes: z.number().min(0),
  likelyMinutes: z.number().min(0),
  /** In one case of ten it takes longer, in one of ten less than the low one. */
  highMinutes: z.number().min(0),
  /** What it is drawn from: how this incident comes back, how earlier ones did, both, or the rule that ends an incident. */
  ground: z.enum(["this_incident", "past_incidents", "both", "rule"]),
});
export type Remaining = z.infer<typeof Remaining>;

export const Recovery = z.object({
  stage: RecoveryStage,
  advice: Advice,
  /** Since when it is back, where it is. */
  since: Instant.nullable(),
  progress: z.object({
    back: z.int().min(0),
    of: z.int().min(0),
    returned: z.array(PlaceId),
    waiting: z.array(PlaceId),
  }),
  /** The mean chance of failing over the regions that the incident has touched, now and some minutes ago. */
  trend: z.object({
    direction: z.enum(["falling", "steady", "rising", "unknown"]),
    now: Probability.nullable(),
    before: Probability.nullable(),
    minutes: z.number(),
  }),
  /** `null` where there is no ground for an estimate. */
  remaining: Remaining.nullable(),
  because: z.array(z.string()),
});
export type Recovery = z.infer<typeof Recovery>;

/** How clients that have lost their connection should come back, so that they do not bring it down again. */
export const ReconnectPlan = z.object({
  /** `open`: at once; `ramp`: over the window; `hold`: not yet, ask again. */
  state: z.enum(["open", "ramp", "hold"]),
  /** Nobody should try before. */
  notBefore: Instant,
  /** Each client picks a moment in it at random, anew whenever it asks for the plan. */
  windowSeconds: z.number().min(0),
  /** The share of the waiting clients that so comes back within a minute. */
  sharePerMinute: Probability,
  /** After a failed try: a random time from 0 to min(cap, base · 2^failures). */
  backoff: z.object({ kind: z.literal("full-jitter"), baseMs: z.int().min(0), capMs: z.int().min(0) }),
  /** When to ask for the plan again; also what a `Retry-After` of the service itself should say. */
  retryAfterSeconds: z.int().min(0),
  /** Regions whose clients it is about; clients elsewhere have lost nothing. */
  regions: z.array(PlaceId),
  because: z.string(),
});
export type ReconnectPlan = z.infer<typeof ReconnectPlan>;
