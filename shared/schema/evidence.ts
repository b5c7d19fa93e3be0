import { z } from "zod";
import { EndpointId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { SENTENCE_MAX_CHARS } from "./limits.ts";
import { RegionId } from "./region.ts";

/** What speaks about a service besides probes: people, and the vendor itself. */

export const UserReport = z.object({
  service: ServiceId,
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as "DE"'),
  /** Number of the reporter's network. */
  asn: z.int().min(0).nullish(),
  platform: z.string().max(32).nullish(),
  symptom: z.string().max(32),
  /** A pseudonym that counts one person once. */
  reporter: z.string().max(64),
  at: Instant,
});
export type UserReport = z.infer<typeof UserReport>;

/** A symptom that is none: it works for whoever says so. */
export const WORKS = "works";

/** People of one country, network, platform and symptom, each counted once already: what an intake hands on instead of reports. */
export const UserReports = UserReport.omit({ reporter: true }).extend({ people: z.int().min(1) });
export type UserReports = z.infer<typeof UserReports>;

export const Notice = z.object({
  service: ServiceId,
  endpoint: EndpointId.nullish(),
  source: z.string().max(32),
  status: z.enum(["operational", "degraded_performance", "partial_outage", "major_outage", "maintenance"]),
  /** `in_progress`: a maintenance that has begun. */
  phase: z.enum(["scheduled", "in_progress", "investigating", "identified", "monitoring", "resolved"]).nullish(),
  title: z.string().max(SENTENCE_MAX_CHARS),
  /** The places that it names, ours and ISO 3166-1 alpha-2; absent or empty where it names none. */
  regions: z.array(RegionId).nullish(),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/)).nullish(),
  at: Instant,
});
export type Notice = z.infer<typeof Notice>;
