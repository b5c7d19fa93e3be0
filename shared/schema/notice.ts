import { z } from "zod";
import { Notice } from "./evidence.ts";
import { EndpointId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { SENTENCE_MAX_CHARS, URL_MAX_CHARS } from "./limits.ts";
import { RegionId } from "./region.ts";
import { SourceKind } from "./service.ts";

/** A notice in full, as it is stored and published: the vendor's words, link and times, and which of our places it is about. */

export const PublishedNotice = z.object({
  /** The vendor's own id; unique with the service and the source. */
  id: z.string().min(1).max(200),
  service: ServiceId,
  source: SourceKind,
  link: z.string().max(URL_MAX_CHARS).nullable(),
  title: z.string().max(SENTENCE_MAX_CHARS),
  /** The latest words as plain text. */
  words: z.string(),
  status: Notice.shape.status,
  phase: Notice.shape.phase.unwrap().unwrap().nullable(),
  /** When the vendor says that it began, or (of a maintenance) begins. */
  startedAt: Instant.nullable(),
  /** When the vendor first said a word of it. */
  saidAt: Instant.nullable(),
  /** Of the latest word. */
  updatedAt: Instant,
  resolvedAt: Instant.nullable(),
  /** Planned end of a maintenance. */
  endsAt: Instant.nullable(),
  /** As the vendor names them. */
  components: z.array(z.string()),
  locations: z.array(z.string()),
  /** Ours. Empty where nothing can be told: then it is about the whole service, or about everywhere. */
  endpoints: z.array(EndpointId),
  regions: z.array(RegionId),
  /** ISO 3166-1 alpha-2. */
  countries: z.array(z.string()),
});
export type PublishedNotice = z.infer<typeof PublishedNotice>;

/** One official source as it was last read. A source that cannot be read is unknown: that says nothing about the service. */
export const SourceView = z.object({
  kind: SourceKind,
  url: z.string(),
  state: z.enum(["read", "unread", "unknown", "for_people"]),
  /** Why it is unknown, or what was odd in it. */
  because: z.string().nullable(),
  /** Who hosts the page, where that is known: several pages of one host that fail together are the host's trouble. */
  platform: z.string().nullable(),
  /** When it was last read in full or found unchanged. */
  readAt: Instant.nullable(),
  nextAt: Instant.nullable(),
});
export type SourceView = z.infer<typeof SourceView>;

/** How late the vendor's first word comes, after our own opening of an incident. Minutes; below zero it came first. */
export const OfficialLag = z.object({
  medianMinutes: z.number().nullable(),
  /** Incidents that the vendor said a word about. */
  said: z.int().min(0),
  /** Incidents that it never mentioned. */
  unsaid: z.int().min(0),
  /** The newest incidents, each with its lag; `null` where nothing was said. */
  incidents: z.array(z.object({ incident: z.string(), openedAt: Instant, minutes: z.number().nullable() })),
});
export type OfficialLag = z.infer<typeof OfficialLag>;
