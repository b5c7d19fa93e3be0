import type { EndpointId, PlaceId, Round, SeenCertificate, ServiceId } from "../schema/index.ts";
import { CERTIFICATE_KEPT_MS } from "./limits.ts";

/**
 * The certificates that probes have seen, the newest per endpoint and region. A round tells a whole one when it is new;
 * every observation says when it runs out, and so that it is still there.
 */
export type Certificates = Map<string, Map<PlaceId, SeenCertificate>>;

const nameOf = (service: string, endpoint: string) => `${service}/${endpoint}`;

/** Takes in what a round tells. Changed in place, like the ledger it belongs to. */
export function noteCertificates(
  certificates: Certificates,
  { region, slot, observations, certificates: told = [] }: Round,
): void {
  for (const { service, endpoint, ...certificate } of told) {
    const name = nameOf(service, endpoint);
    const seen = certificates.get(name) ?? new Map<PlaceId, SeenCertificate>();
    certificates.set(name, seen.set(region, { ...certificate, region, at: slot }));
  }
  for (const { service, endpoint, certificateExpiresAt = null, at } of observations) {
    if (certificateExpiresAt === null) continue;
    const seen = certificates.get(nameOf(service, endpoint));
    const known = seen?.get(region);
    if (known?.expiresAt === certificateExpiresAt) seen?.set(region, { ...known, at: Math.max(known.at, at) });
  }
}

/** The one of an endpoint that runs out first, among those seen lately; regions may be shown different ones. */
export function certificateOf(
  certificates: Certificates,
  { service, endpoint, now }: { service: ServiceId; endpoint: EndpointId; now: number },
): SeenCertificate | null {
  const seen = [...(certificates.get(nameOf(service, endpoint))?.values() ?? [])];
  const fresh = seen.filter(({ at }) => now - at <= CERTIFICATE_KEPT_MS);
  return fresh.sort((a, b) => a.expiresAt - b.expiresAt || (a.region < b.region ? -1 : 1))[0] ?? null;
}

/** Forgets those of services that are no longer watched. */
export function forgetCertificates(certificates: Certificates, isWatched: (service: string) => boolean): void {
  for (const name of certificates.keys()) if (!isWatched(name.split("/")[0] ?? "")) certificates.delete(name);
}
