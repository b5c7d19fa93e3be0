import type { Cause, Stage } from "../schema/index.ts";

/**
 * What an exception of `fetch` means. workerd names few things: a lost connection covers refused and reset alike, and
 * an internal error with a reference covers TLS and garbage. Node gives a code. The name was resolved before.
 */
export function causeOfThrow({ message, code, secure }: { message: string; code: string | null; secure: boolean }): {
  stage: Stage;
  cause: Cause;
} {
  const known = code === null ? undefined : BY_CODE[code];
  if (known !== undefined) return known;
  if (/^redirect|too many redirects/i.test(message)) return { stage: "response", cause: "response_status" };
  if (/network connection lost|cannot connect|connection refused/i.test(message))
    return { stage: "connect", cause: "connect_refused" };
  if (/certificate|tls|ssl/i.test(message)) return { stage: "tls", cause: "tls_handshake" };
  // workerd's "internal error; reference = …": with TLS it is the handshake, without it the peer did not speak HTTP.
  if (/^internal error/i.test(message))
    return secure ? { stage: "tls", cause: "tls_handshake" } : { stage: "connect", cause: "connect_reset" };
  return { stage: "connect", cause: "connect_unreachable" };
}

/** Codes of Node's errors (its manual, "Common system errors" and "OpenSSL error codes") and of undici. */
const BY_CODE: Readonly<Record<string, { stage: Stage; cause: Cause }>> = {
  ENOTFOUND: { stage: "resolve", cause: "resolve_nxdomain" },
  EAI_AGAIN: { stage: "resolve", cause: "resolve_servfail" },
  ECONNREFUSED: { stage: "connect", cause: "connect_refused" },
  ECONNRESET: { stage: "connect", cause: "connect_reset" },
  EPIPE: { stage: "connect", cause: "connect_reset" },
  UND_ERR_SOCKET: { stage: "connect", cause: "connect_reset" },
  ETIMEDOUT: { stage: "connect", cause: "connect_timeout" },
  UND_ERR_CONNECT_TIMEOUT: { stage: "connect", cause: "connect_timeout" },
  EHOSTUNREACH: { stage: "connect", cause: "connect_unreachable" },
  ENETUNREACH: { stage: "connect", cause: "connect_unreachable" },
  UND_ERR_HEADERS_TIMEOUT: { stage: "response", cause: "response_timeout" },
  CERT_HAS_EXPIRED: { stage: "tls", cause: "tls_expired" },
  DEPTH_ZERO_SELF_SIGNED_CERT: { stage: "tls", cause: "tls_untrusted" },
  SELF_SIGNED_CERT_IN_CHAIN: { stage: "tls", cause: "tls_untrusted" },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { stage: "tls", cause: "tls_untrusted" },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { stage: "tls", cause: "tls_untrusted" },
  ERR_TLS_CERT_ALTNAME_INVALID: { stage: "tls", cause: "tls_name_mismatch" },
  ERR_SSL_WRONG_VERSION_NUMBER: { stage: "tls", cause: "tls_handshake" },
  EPROTO: { stage: "tls", cause: "tls_handshake" },
};
