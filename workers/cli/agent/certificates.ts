import { type Assignment, parseInstant, type RoundCertificate } from "../../../shared/schema/index.ts";
import type { CertificateSeen } from "../check/certificate.ts";
import { CERTIFICATE_EVERY_MS } from "./limits.ts";

/** Which certificates a round tells in full: one that is new or was replaced, and each once in a while. */
export type CertificateLog = {
  /** `null` when it has been told lately. `now` in milliseconds. */
  due(of: Pick<Assignment, "service" | "endpoint">, seen: CertificateSeen, now: number): RoundCertificate | null;
};

export function openCertificateLog(): CertificateLog {
  const told = new Map<string, { fingerprint: string; at: number }>();
  return {
    due({ service, endpoint }, seen, now) {
      const name = `${service}/${endpoint}`;
      const last = told.get(name);
      if (last?.fingerprint === seen.fingerprint && now - last.at < CERTIFICATE_EVERY_MS) return null;
      told.set(name, { fingerprint: seen.fingerprint, at: now });
      const { subject, altNames, issuer, validFrom, expiresAt, fingerprint, chain, trusted } = seen;
      const links = chain.map((link) => ({ ...link, expiresAt: instantOf(link.expiresAt) }));
      const times = { validFrom: instantOf(validFrom), expiresAt: instantOf(expiresAt) };
      return {
        service,
        endpoint,
        subject,
        altNames: [...altNames],
        issuer,
        ...times,
        fingerprint,
        chain: links,
        trusted,
      };
    },
  };
}

function instantOf(text: string): number {
  return parseInstant(text) ?? 0;
}
