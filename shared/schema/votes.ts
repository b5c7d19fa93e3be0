import { z } from "zod";
import { Cause, Outcome } from "./cause.ts";
import { Notice } from "./evidence.ts";
import { EndpointId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { PlaceId } from "./region.ts";
import { Probability, State } from "./verdict.ts";

/** Why a verdict is what it is: one vote per endpoint and region. */

export const Vote = z.object({
  endpoint: EndpointId,
  region: PlaceId,
  at: Instant,
  outcome: Outcome,
  cause: Cause.nullable(),
  status: z.int().nullable(),
  latencyMs: z.number().nullable(),
  /** Natural logarithm of P(seen | down) / P(seen | up), after weighing; above 0 speaks for an outage. */
  logLikelihoodRatio: z.number(),
  /** How much the probe is trusted, 0 to 1: one less the chance that it is ill. */
  weight: Probability,
  /** Recent enough to count. */
  fresh: z.boolean(),
});
export type Vote = z.infer<typeof Vote>;

/** What a region's probe, people and the vendor together make of it there. */
export const RegionVoice = z.object({
  region: PlaceId,
  state: State,
  probability: Probability,
  /** Its probe is well and has seen enough, or people report it from there. */
  trusted: z.boolean(),
  /** Fresh votes, and their sum. */
  votes: z.int(),
  logLikelihoodRatio: z.number(),
});

/** People within the window against what is usual; a country with one or two is not told. */
export const PeopleVoice = z.object({
  windowMinutes: z.number(),
  people: z.int(),
  usual: z.number(),
  networks: z.int(),
  /** Who says that it works: heard in a diagnosis, and worth nothing here. */
  working: z.int(),
  countries: z.array(z.object({ country: z.string(), people: z.int(), usual: z.number() })),
  /** P(people are affected), and how much likelier that makes a failure that a probe saw there. */
  regions: z.record(PlaceId, z.object({ probability: Probability, logLikelihoodRatio: z.number() })),
  /** It has lasted, or is in several countries: enough to open an incident without any probe. */
  opensAlone: z.boolean(),
  because: z.string().nullable(),
});

/** One word of the vendor that the fold has heard last, and how much likelier it makes what was seen; 0 where it counts for nothing. */
export const VendorVoice = Notice.omit({ service: true }).extend({ logLikelihoodRatio: z.number() });

/** Everybody who speaks about a service, each with its weight in nats. */
export const Voices = z.object({
  regions: z.array(RegionVoice),
  people: PeopleVoice.nullable(),
  vendor: z.array(VendorVoice),
});
export type Voices = z.infer<typeof Voices>;

export const Evidence = z.object({ asOf: Instant, votes: z.array(Vote), voices: Voices });
export type Evidence = z.infer<typeof Evidence>;
