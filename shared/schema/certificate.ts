import { z } from "zod";
import { EndpointId, ServiceId } from "./ids.ts";
import { Instant } from "./instant.ts";
import { CERTIFICATE_CHAIN_MAX, CERTIFICATE_NAMES_MAX, SENTENCE_MAX_CHARS } from "./limits.ts";
import { PlaceId } from "./region.ts";

/** What a server showed of itself. Only a probe with sockets of its own can see it: an agent. */

/** Foreign words; whoever looked has cut them to length. */
const Name = z.string().max(SENTENCE_MAX_CHARS);

export const Certificate = z.object({
  subject: Name,
  altNames: z.array(Name).max(CERTIFICATE_NAMES_MAX),
  issuer: Name,
  validFrom: Instant,
  expiresAt: Instant,
  /** SHA-256 of the certificate. */
  fingerprint: z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/, "must be a SHA-256 such as AB:CD:…"),
  /** From the server's own certificate towards the root, as far as it was sent or is known to the probe. */
  chain: z.array(z.object({ subject: Name, issuer: Name, expiresAt: Instant })).max(CERTIFICATE_CHAIN_MAX),
  /** The probe's machine accepts it for the host that was asked. */
  trusted: z.boolean(),
});
export type Certificate = z.infer<typeof Certificate>;

/** The certificate of one endpoint, as one probe saw it. */
export const SeenCertificate = Certificate.extend({ region: PlaceId, at: Instant });
export type SeenCertificate = z.infer<typeof SeenCertificate>;

/** As a round tells it: when it is new, and once in a while. Every observation tells when it runs out. */
export const RoundCertificate = Certificate.extend({ service: ServiceId, endpoint: EndpointId });
export type RoundCertificate = z.infer<typeof RoundCertificate>;
