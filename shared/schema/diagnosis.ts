import { z } from "zod";
import { ID_MAX_CHARS, SENTENCE_MAX_CHARS, STEPS_MAX } from "./limits.ts";
import { PlaceId } from "./region.ts";
import { Probability } from "./verdict.ts";

/** "Is it just me?": what an asker may add, what is known around them, and the answer with its steps. */

/** For whom it fails. `unclear` where nothing speaks loudly enough. */
export const Who = z.enum(["everyone", "your_region", "your_network", "just_you", "unclear"]);
export type Who = z.infer<typeof Who>;

export const Certainty = z.enum(["yes", "no", "unknown"]);
export type Certainty = z.infer<typeof Certainty>;

/** What the service is used on; `mobile` where it is not known which. */
export const AskedPlatform = z.enum(["web", "desktop", "mobile", "ios", "android", "speaker", "tv", "console", "car"]);
export type AskedPlatform = z.infer<typeof AskedPlatform>;

/** What does not work, in one spelling: "App crash" and "app_crash" are `app-crash`. */
export const AskedSymptom = z
  .string()
  .max(32)
  .transform((text) =>
    text
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, "-"),
  )
  .refine((text) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text), 'must be a word or two such as "login" or "app crash"');
export type AskedSymptom = z.infer<typeof AskedSymptom>;

/** People who reported within the window, against what is usual for it. */
export const ReportCount = z.object({
  people: z.int().min(0),
  usual: z.number().min(0),
  /** Who said that it works for them. */
  working: z.int().min(0).default(0),
  /** How many networks they are spread over; absent where that is not known. */
  networks: z.int().min(0).optional(),
});
export type ReportCount = z.infer<typeof ReportCount>;

/** Reports around an asker. Each part may be absent: then it says nothing. */
export const ReportsNear = z.object({
  windowMinutes: z.number().positive(),
  /** The asker's country, all networks. */
  country: ReportCount.nullish(),
  /** Of that, the asker's network, and all others. */
  network: ReportCount.nullish(),
  otherNetworks: ReportCount.nullish(),
  /** All other countries. */
  elsewhere: ReportCount.nullish(),
});
export type ReportsNear = z.infer<typeof ReportsNear>;

/**
 * One address tried from the asker's own network. `reached`: something answered, and a browser may not read what;
 * `passed` and `failed`: the answer was read, or there was none; `blocked`: the target refused the trial itself.
 */
export const Try = z.object({
  target: z.string().max(ID_MAX_CHARS),
  outcome: z.enum(["passed", "reached", "failed", "blocked"]),
  ms: z.number().min(0).nullish(),
});
export type Try = z.infer<typeof Try>;

/** Endpoints of the service, by id, and unrelated control addresses. */
export const Trial = z.object({ endpoints: z.array(Try), controls: z.array(Try) });
export type Trial = z.infer<typeof Trial>;

export const Language = z.enum(["en", "es", "pt", "de", "fr", "ja"]);
export type Language = z.infer<typeof Language>;

export const Step = z.object({ id: z.string(), action: z.string(), purpose: z.string(), howTo: z.string() });
export type Step = z.infer<typeof Step>;

export const Reason = z.object({ id: z.string(), text: z.string() });
export type Reason = z.infer<typeof Reason>;

export const Probabilities = z.record(Who, Probability);
export type Probabilities = z.infer<typeof Probabilities>;

export const Diagnosis = z.object({
  who: Who,
  /** Of `who`. */
  probability: Probability,
  /** Of each answer; they sum to 1. `unclear`: something that fits none of the others. */
  probabilities: Probabilities,
  headline: z.string(),
  /** What speaks loudest comes first. */
  reasons: z.array(Reason),
  steps: z.array(Step),
  /** What is known to work: names of endpoints, and regions. */
  stillWorks: z.object({ endpoints: z.array(z.string()), regions: z.array(PlaceId) }),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

const StepId = z
  .string()
  .max(ID_MAX_CHARS)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a step id must be lower-case words with hyphens, such as "clear-cache"');

const StepWords = z.strictObject({
  action: z.string().min(1).max(SENTENCE_MAX_CHARS),
  purpose: z.string().min(1).max(SENTENCE_MAX_CHARS),
  howTo: z.string().min(1).max(SENTENCE_MAX_CHARS),
});

/** A service's own step: a new one, or other words for a step of the network where it has that step's id. */
export const ServiceStep = z.strictObject({
  id: StepId,
  /** To whom a new step is told; a step of the network keeps its own rules. */
  for: z.array(Who).min(1).optional(),
  /** Only to those who say so; absent: to all. */
  symptoms: z.array(AskedSymptom).min(1).optional(),
  platforms: z.array(AskedPlatform).min(1).optional(),
  /** Other languages fall back to English. */
  words: z.strictObject({
    en: StepWords,
    es: StepWords.optional(),
    pt: StepWords.optional(),
    de: StepWords.optional(),
    fr: StepWords.optional(),
    ja: StepWords.optional(),
  }),
});
export type ServiceStep = z.infer<typeof ServiceStep>;

/** How a service differs from the network's steps. */
export const ServiceSteps = z.strictObject({
  own: z.array(ServiceStep).max(STEPS_MAX).default([]),
  /** Steps of the network that make no sense here. */
  without: z.array(StepId).max(STEPS_MAX).default([]),
});
export type ServiceSteps = z.infer<typeof ServiceSteps>;
