import { isIP, type Socket } from "node:net";
import { getCACertificates, connect as openTls, type TLSSocket } from "node:tls";
import { describeCertificate, flawOf } from "./certificate.ts";
import { codeOf, failureOf, StageFailure } from "./failure.ts";
import type { Trace } from "./trace.ts";

/**
 * The TLS handshake on a socket that is connected. The certificate is looked at even when it is not to be trusted, so
 * that what is wrong with it can be told; nothing is ever sent to a server whose certificate is not in order.
 */
export async function secure(
  socket: Socket,
  options: {
    host: string;
    ca: string | null;
    signal: AbortSignal;
    trace: Trace;
    now: number;
    protocols: readonly string[];
  },
): Promise<TLSSocket> {
  const { host, trace, now } = options;
  const tls = await shakeHands(socket, options);
  const certificate = tls.getPeerCertificate(true);
  const verifyError = verifyErrorOf(tls);
  const flaw =
    Object.keys(certificate).length === 0
      ? { code: "ERR_SSL_NO_CERTIFICATE", message: "the server showed no certificate" }
      : flawOf(certificate, { host, verifyError, now });
  if (flaw?.code !== "ERR_SSL_NO_CERTIFICATE")
    trace.certificate = describeCertificate(certificate, {
      trusted: flaw === null,
      tls: tls.getProtocol() ?? "unknown",
      cipher: tls.getCipher().standardName,
    });
  if (flaw === null) return tls;
  tls.destroy();
  throw new StageFailure(flaw.message, { code: flaw.code, stage: "tls" });
}

function shakeHands(
  socket: Socket,
  {
    host,
    ca,
    signal,
    protocols,
  }: { host: string; ca: string | null; signal: AbortSignal; protocols: readonly string[] },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const tls = openTls({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(protocols.length === 0 ? {} : { ALPNProtocols: [...protocols] }),
      // Judged by `flawOf` above, before a byte of the request is sent.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      ...(ca === null ? {} : { ca: [...getCACertificates("default"), ca] }),
    });
    const giveUp = () => {
      tls.destroy();
      reject(signal.reason);
    };
    const settle = (done: () => void) => {
      signal.removeEventListener("abort", giveUp);
      tls.removeAllListeners("error").on("error", () => undefined);
      done();
    };
    signal.addEventListener("abort", giveUp, { once: true });
    tls.once("secureConnect", () => settle(() => resolve(tls)));
    tls.once("error", (error) => settle(() => reject(failureOf(error))));
    tls.once("close", () =>
      settle(() => reject(new StageFailure("the connection was closed during the handshake", { code: "ECONNRESET" }))),
    );
  });
}

function verifyErrorOf(tls: TLSSocket): { code: string; message: string } | null {
  // Node's types say Error; it is the error itself, or only its code.
  const error: unknown = tls.authorizationError;
  if (error === null || error === undefined) return null;
  if (error instanceof Error) return { code: namedCode(codeOf(error)), message: error.message };
  return { code: namedCode(String(error)), message: `the certificate is not trusted: ${String(error)}` };
}

/** Node has no name for some of OpenSSL's reasons not to trust a certificate: a key that is too weak, for one. */
function namedCode(code: string | null): string {
  return code === null || code === "UNSPECIFIED" ? "CERT_REJECTED" : code;
}
