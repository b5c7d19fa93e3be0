import { checkServerIdentity, type DetailedPeerCertificate, type PeerCertificate } from "node:tls";
import { oneLine } from "../../../shared/observe/one-line.ts";
import { CERTIFICATE_CHAIN_MAX, CERTIFICATE_NAMES_MAX } from "../../../shared/schema/limits.ts";

/** What a server showed of itself, and what is wrong with it. Several things may be: the one that says most is named. */

export type CertificateSeen = {
  readonly subject: string;
  readonly altNames: readonly string[];
  readonly issuer: string;
  readonly validFrom: string;
  readonly expiresAt: string;
  readonly fingerprint: string;
  /** From the server's own certificate to the root, as far as it was sent or is known here. */
  readonly chain: readonly { readonly subject: string; readonly issuer: string; readonly expiresAt: string }[];
  /** This machine accepts it for this host. */
  readonly trusted: boolean;
  /** `TLSv1.3`, and the name of the cipher. */
  readonly tls: string;
  readonly cipher: string;
};

export type Flaw = { readonly code: string; readonly message: string };

/**
 * The flaw of a certificate: out of date before wrong name before untrusted. What fails first in OpenSSL is often that
 * nobody trusts it, which is true of every expired or foreign certificate in a laboratory and helps nobody mend it.
 */
export function flawOf(
  certificate: PeerCertificate,
  { host, verifyError, now }: { host: string; verifyError: Flaw | null; now: number },
): Flaw | null {
  const from = Date.parse(certificate.valid_from);
  const to = Date.parse(certificate.valid_to);
  if (now > to)
    return { code: "CERT_HAS_EXPIRED", message: `the certificate expired at ${new Date(to).toISOString()}` };
  if (now < from)
    return { code: "CERT_NOT_YET_VALID", message: `the certificate is valid from ${new Date(from).toISOString()}` };
  const mismatch = checkServerIdentity(host, certificate);
  if (mismatch !== undefined && !(verifyError !== null && isSameMachine(host, certificate)))
    return { code: "ERR_TLS_CERT_ALTNAME_INVALID", message: mismatch.message };
  return verifyError;
}

export function describeCertificate(
  certificate: DetailedPeerCertificate,
  { trusted, tls, cipher }: Pick<CertificateSeen, "trusted" | "tls" | "cipher">,
): CertificateSeen {
  const chain: CertificateSeen["chain"][number][] = [];
  const seen = new Set<string>();
  for (
    let link: DetailedPeerCertificate | undefined = certificate;
    link !== undefined && !seen.has(link.fingerprint256) && chain.length < CERTIFICATE_CHAIN_MAX;
    link = link.issuerCertificate
  ) {
    seen.add(link.fingerprint256);
    chain.push({ subject: nameText(link.subject), issuer: nameText(link.issuer), expiresAt: isoOf(link.valid_to) });
  }
  return {
    subject: nameText(certificate.subject),
    altNames: altNamesOf(certificate).slice(0, CERTIFICATE_NAMES_MAX),
    issuer: nameText(certificate.issuer),
    validFrom: isoOf(certificate.valid_from),
    expiresAt: isoOf(certificate.valid_to),
    fingerprint: certificate.fingerprint256,
    chain,
    trusted,
    tls,
    cipher,
  };
}

/** A certificate for localhost that is asked for by 127.0.0.1 names the right machine: who signed it is what is wrong. */
function isSameMachine(host: string, certificate: PeerCertificate): boolean {
  const isOwn = (name: string) => name === "localhost" || name.startsWith("127.") || /^[0:]+:1$/.test(name);
  return isOwn(host) && [...altNamesOf(certificate), ...valuesOf(certificate.subject.CN)].some(isOwn);
}

function altNamesOf({ subjectaltname }: PeerCertificate): string[] {
  return (subjectaltname ?? "")
    .split(", ")
    .map((entry) => entry.replace(/^(DNS|IP Address|URI|email):/, ""))
    .filter((name) => name !== "")
    .map(oneLine);
}

/** `CN=example.com, O=Example`: the parts that people know a certificate by. */
function nameText(name: PeerCertificate["subject"]): string {
  const parts = ["CN", "O", "C"] as const;
  const text = parts.flatMap((part) => valuesOf(name[part]).map((value) => `${part}=${value}`)).join(", ");
  return oneLine(text);
}

/** Node gives a list where an attribute comes twice, whatever its types say. */
function valuesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

function isoOf(text: string): string {
  return new Date(text).toISOString();
}
