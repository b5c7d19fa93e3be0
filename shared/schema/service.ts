import { z } from "zod";
import { Check } from "./check.ts";
import { AskedSymptom, ServiceSteps } from "./diagnosis.ts";
import { EndpointId, ProviderId, ServiceId } from "./ids.ts";
import { InstantText, parseInstant } from "./instant.ts";
import { ENDPOINTS_MAX, NAME_MAX_CHARS, SENTENCE_MAX_CHARS, SYMPTOMS_MAX, TAGS_MAX } from "./limits.ts";

/** What a person names ("Spotify") and the addresses of it that are checked. People write it: a typo is an error. */

export const Endpoint = z.strictObject({
  id: EndpointId,
  name: z.string().min(1).max(NAME_MAX_CHARS),
  /** `false`: its failure makes the service degraded, never down (a developer portal, a help site). */
  essential: z.boolean().default(true),
  provider: ProviderId.optional(),
  check: Check,
});
export type Endpoint = z.infer<typeof Endpoint>;

/** What a vendor speaks through: the kind of document that its status page, feed or account is. `page` is for people only. */
export const SourceKind = z.enum([
  "statuspage",
  "incidentio",
  "instatus",
  "rootly",
  "betterstack",
  "statusio",
  "gcp",
  "aws",
  "azure",
  "rss",
  "slack",
  "stripe",
  "heroku",
  "salesforce",
  "cachet",
  "mastodon",
  "bluesky",
  "x",
  "page",
]);
export type SourceKind = z.infer<typeof SourceKind>;

export const OfficialSource = z.strictObject({
  kind: SourceKind,
  url: z.url({ protocol: /^https$/ }),
});
export type OfficialSource = z.infer<typeof OfficialSource>;

/** From a time to a time, the end excluded; both stay text, as they were written. */
export const Maintenance = z
  .strictObject({ from: InstantText, to: InstantText, reason: z.string().min(1).max(SENTENCE_MAX_CHARS) })
  .refine(({ from, to }) => (parseInstant(from) ?? 0) < (parseInstant(to) ?? 0), {
    path: ["to"],
    message: "must be later than `from`",
  });
export type Maintenance = z.infer<typeof Maintenance>;

export const Service = z
  .strictObject({
    id: ServiceId,
    name: z.string().min(1).max(NAME_MAX_CHARS),
    tags: z
      .array(z.string().regex(/^[a-z0-9-]{1,32}$/, "must be lower-case letters, digits and hyphens"))
      .max(TAGS_MAX)
      .default([]),
    /** The vendor's own word about itself. */
    official: z.array(OfficialSource).max(5).default([]),
    /** Where the vendor helps its users. */
    help: z.url({ protocol: /^https$/ }).optional(),
    dependsOn: z.array(ServiceId).max(10).default([]),
    /** Planned work: what fails meanwhile is shown, and nobody is told. */
    maintenance: z.array(Maintenance).max(50).default([]),
    /** How this service differs from the network's steps of what to do now. */
    steps: ServiceSteps.optional(),
    /** What people may report of it; where absent, what its tags say. */
    symptoms: z.array(AskedSymptom).min(1).max(SYMPTOMS_MAX).optional(),
    /** Checks may reach private and loopback addresses; honoured by a local network only. */
    allowPrivate: z.boolean().default(false),
    endpoints: z.array(Endpoint).min(1).max(ENDPOINTS_MAX),
  })
  .superRefine((service, context) => {
    const seen = new Set<string>();
    for (const [index, endpoint] of service.endpoints.entries()) {
      if (seen.has(endpoint.id)) {
        context.addIssue({
          code: "custom",
          path: ["endpoints", index, "id"],
          message: `must be unique within the service; received "${endpoint.id}" twice`,
        });
      }
      seen.add(endpoint.id);
    }
  });
export type Service = z.infer<typeof Service>;
/** What a person writes, before defaults. */
export type ServiceInput = z.input<typeof Service>;
