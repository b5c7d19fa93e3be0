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
  if (code?.startsWith("ERR_SSL_") || code?.startsWith("ERR_TLS_")) return { stage: "tls", cause: "tls_handshake" };
  // What came is not HTTP (llhttp's errors, Node's manual), or breaks the rules of HTTP/2: the server's own fault.
  if (code?.startsWith("HPE_") || /^ERR_HTTP2_(?!GOAWAY)/.test(code ?? ""))
    return { stage: "response", cause: "origin_error" };
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
  ERR_HTTP2_GOAWAY_SESSION: { stage: "response", cause: "connect_reset" },
  ERR_STREAM_PREMATURE_CLOSE: { stage: "response", cause: "connect_reset" },
  HPE_INVALID_EOF_STATE: { stage: "response", cause: "connect_reset" },
  EADDRNOTAVAIL: { stage: "connect", cause: "connect_unreachable" },
  EHOSTDOWN: { stage: "connect", cause: "connect_unreachable" },
  ENETDOWN: { stage: "connect", cause: "connect_unreachable" },
  ECONNABORTED: { stage: "connect", cause: "connect_reset" },
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
  // Verification errors of OpenSSL by the names Node gives them ("X509 certificate error codes" in its manual).
  CERT_NOT_YET_VALID: { stage: "tls", cause: "tls_expired" },
  HOSTNAME_MISMATCH: { stage: "tls", cause: "tls_name_mismatch" },
  ...Object.fromEntries(
    [
      "UNABLE_TO_GET_ISSUER_CERT",
      "UNABLE_TO_DECRYPT_CERT_SIGNATURE",
      "CERT_SIGNATURE_FAILURE",
      "CERT_CHAIN_TOO_LONG",
      "CERT_REVOKED",
      "CERT_UNTRUSTED",
      "CERT_REJECTED",
      "INVALID_CA",
      "INVALID_PURPOSE",
      "PATH_LENGTH_EXCEEDED",
      "EE_KEY_TOO_SMALL",
      "CA_KEY_TOO_SMALL",
      "CA_MD_TOO_WEAK",
    ].map((code) => [code, { stage: "tls", cause: "tls_untrusted" } as const]),
  ),
};
