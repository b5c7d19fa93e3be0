import type { Cause, Stage } from "../schema/index.ts";
import { THROWN_MAX_CHARS } from "./limits.ts";

/**
 * What an exception of `fetch` means. workerd names few things: a lost connection covers refused and reset alike, and
 * an internal error with a reference covers TLS and garbage. Node gives a code. The name was resolved before. Where the
 * stage is known from a second look, it decides what the words leave open.
 */

export type Thrown = {
  readonly message: string;
  readonly code: string | null;
  readonly secure: boolean;
  readonly stage: Stage | null;
};

/** Where it ended and why; `null` when the exchange never began and it is our own side that failed. */
export type Ended = { readonly stage: Stage; readonly cause: Cause };

export function causeOfThrow({ message, code, secure, stage }: Thrown): Ended | null {
  const words = message.slice(0, THROWN_MAX_CHARS).toLowerCase();
  if ((code !== null && OUR_CODES.has(code)) || OUR_WORDS.some((ours) => words.includes(ours))) return null;
  const certificate = CERTIFICATE_CODES.get(code);
  if (certificate !== undefined) return { stage: "tls", cause: certificate };
  if (BEFORE_SECURE.some((broken) => words.includes(broken))) return { stage: "tls", cause: "tls_handshake" };
  const known = byCode(code) ?? byWords(words) ?? byDefault(words, secure);
  return stage === null || stage === known.stage ? known : { stage, cause: causeAt(stage, known.cause, words) };
}

/** When there was no answer in time: what it waited for. */
export function causeOfTimeout(stage: Stage | null): Ended {
  switch (stage) {
    case "resolve":
      return { stage, cause: "resolve_timeout" };
    case "connect":
      return { stage, cause: "connect_timeout" };
    case "tls":
      return { stage, cause: "tls_handshake" };
    case "body":
      return { stage, cause: "body_truncated" };
    default:
      return { stage: stage ?? "response", cause: "response_timeout" };
  }
}

/** Our own side: the platform's limits, this machine's, and requests that we have put together wrongly. */
const OUR_CODES = new Set([
  "EMFILE",
  "ENFILE",
  "ENOBUFS",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EACCES",
  "EPERM",
  "ERR_INVALID_URL",
]);
const OUR_WORDS = [
  "too many subrequests",
  "subrequest depth limit",
  "response closed due to connection limit",
  "worker exceeded",
  "code had hung",
  "tcp loop detected",
  "fetch api cannot load",
  "invalid url",
  "bad port",
];

/** Node, "OpenSSL error codes" of TLS/SSL. Before its time a certificate is out of date as much as after it. */
const CERTIFICATE_CODES = new Map<string | null, Cause>(
  Object.entries({
    CERT_HAS_EXPIRED: "tls_expired",
    CERT_NOT_YET_VALID: "tls_expired",
    CERT_REVOKED: "tls_untrusted",
    CERT_UNTRUSTED: "tls_untrusted",
    CERT_REJECTED: "tls_untrusted",
    CERT_SIGNATURE_FAILURE: "tls_untrusted",
    CERT_CHAIN_TOO_LONG: "tls_untrusted",
    DEPTH_ZERO_SELF_SIGNED_CERT: "tls_untrusted",
    SELF_SIGNED_CERT_IN_CHAIN: "tls_untrusted",
    UNABLE_TO_GET_ISSUER_CERT: "tls_untrusted",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "tls_untrusted",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "tls_untrusted",
    UNABLE_TO_DECRYPT_CERT_SIGNATURE: "tls_untrusted",
    EE_KEY_TOO_SMALL: "tls_untrusted",
    CA_KEY_TOO_SMALL: "tls_untrusted",
    CA_MD_TOO_WEAK: "tls_untrusted",
    INVALID_CA: "tls_untrusted",
    INVALID_PURPOSE: "tls_untrusted",
    PATH_LENGTH_EXCEEDED: "tls_untrusted",
    HOSTNAME_MISMATCH: "tls_name_mismatch",
    ERR_TLS_CERT_ALTNAME_INVALID: "tls_name_mismatch",
    ERR_TLS_CERT_ALTNAME_FORMAT: "tls_name_mismatch",
  } as const),
);

/** Node says ECONNRESET when the peer hangs up in the middle of the handshake. */
const BEFORE_SECURE = ["before secure tls connection was established"];

/** Codes of Node's errors (its manual, "Common system errors"), of its resolver, of its HTTP parser and of undici. */
const BY_CODE = new Map<string, Ended>(
  Object.entries({
    ENOTFOUND: { stage: "resolve", cause: "resolve_nxdomain" },
    EAI_NONAME: { stage: "resolve", cause: "resolve_nxdomain" },
    ENODATA: { stage: "resolve", cause: "resolve_empty" },
    EAI_NODATA: { stage: "resolve", cause: "resolve_empty" },
    EAI_AGAIN: { stage: "resolve", cause: "resolve_servfail" },
    EAI_FAIL: { stage: "resolve", cause: "resolve_servfail" },
    ESERVFAIL: { stage: "resolve", cause: "resolve_servfail" },
    ETIMEOUT: { stage: "resolve", cause: "resolve_timeout" },
    ECONNREFUSED: { stage: "connect", cause: "connect_refused" },
    ECONNRESET: { stage: "connect", cause: "connect_reset" },
    ECONNABORTED: { stage: "connect", cause: "connect_reset" },
    ETIMEDOUT: { stage: "connect", cause: "connect_timeout" },
    UND_ERR_CONNECT_TIMEOUT: { stage: "connect", cause: "connect_timeout" },
    EHOSTUNREACH: { stage: "connect", cause: "connect_unreachable" },
    EHOSTDOWN: { stage: "connect", cause: "connect_unreachable" },
    ENETUNREACH: { stage: "connect", cause: "connect_unreachable" },
    EPROTO: { stage: "tls", cause: "tls_handshake" },
    ERR_TLS_HANDSHAKE_TIMEOUT: { stage: "tls", cause: "tls_handshake" },
    EPIPE: { stage: "request", cause: "connect_reset" },
    UND_ERR_SOCKET: { stage: "response", cause: "connect_reset" },
    UND_ERR_HEADERS_TIMEOUT: { stage: "response", cause: "response_timeout" },
    UND_ERR_HEADERS_OVERFLOW: { stage: "response", cause: "origin_error" },
    HPE_INVALID_EOF_STATE: { stage: "response", cause: "connect_reset" },
    ERR_HTTP2_GOAWAY_SESSION: { stage: "response", cause: "connect_reset" },
    ERR_STREAM_PREMATURE_CLOSE: { stage: "response", cause: "connect_reset" },
    UND_ERR_BODY_TIMEOUT: { stage: "body", cause: "body_truncated" },
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { stage: "body", cause: "body_truncated" },
  } as const),
);

/** Families of codes: OpenSSL's, and the parser's and HTTP/2's for what is no HTTP, which is the server's own fault. */
const BY_FAMILY: readonly (readonly [string, Ended])[] = [
  ["ERR_SSL_", { stage: "tls", cause: "tls_handshake" }],
  ["ERR_TLS_", { stage: "tls", cause: "tls_handshake" }],
  ["HPE_", { stage: "response", cause: "origin_error" }],
  ["ERR_HTTP2_", { stage: "response", cause: "origin_error" }],
];

function byCode(code: string | null): Ended | undefined {
  if (code === null) return undefined;
  return BY_CODE.get(code) ?? BY_FAMILY.find(([family]) => code.startsWith(family))?.[1];
}

/** Words of workerd, of the library under its TLS, and of what wraps Node's errors. The first that is said decides. */
const BY_WORDS: readonly (readonly [string, Ended])[] = [
  ["too many redirects", { stage: "response", cause: "response_status" }],
  ["certificate has expired", { stage: "tls", cause: "tls_expired" }],
  ["hostname mismatch", { stage: "tls", cause: "tls_name_mismatch" }],
  ["does not match certificate", { stage: "tls", cause: "tls_name_mismatch" }],
  ["altnames", { stage: "tls", cause: "tls_name_mismatch" }],
  ["self-signed certificate", { stage: "tls", cause: "tls_untrusted" }],
  ["self signed certificate", { stage: "tls", cause: "tls_untrusted" }],
  ["certificate is not trusted", { stage: "tls", cause: "tls_untrusted" }],
  ["unable to verify the first certificate", { stage: "tls", cause: "tls_untrusted" }],
  ["unable to get local issuer", { stage: "tls", cause: "tls_untrusted" }],
  ["dns lookup failed", { stage: "resolve", cause: "resolve_nxdomain" }],
  ["connection refused", { stage: "connect", cause: "connect_refused" }],
  ["network connection lost", { stage: "connect", cause: "connect_refused" }],
  ["cannot connect", { stage: "connect", cause: "connect_refused" }],
  ["connection reset", { stage: "connect", cause: "connect_reset" }],
  ["connection timed out", { stage: "connect", cause: "connect_timeout" }],
  ["certificate", { stage: "tls", cause: "tls_handshake" }],
  ["tls", { stage: "tls", cause: "tls_handshake" }],
  ["ssl", { stage: "tls", cause: "tls_handshake" }],
  ["does not match the http/1.1 protocol", { stage: "response", cause: "origin_error" }],
  ["other side closed", { stage: "response", cause: "connect_reset" }],
  ["socket hang up", { stage: "response", cause: "connect_reset" }],
];

function byWords(words: string): Ended | undefined {
  return BY_WORDS.find(([said]) => words.includes(said))?.[1];
}

/** workerd's "internal error; reference = …": with TLS it is the handshake, without it the peer did not speak HTTP. */
function byDefault(words: string, secure: boolean): Ended {
  if (!words.startsWith("internal error")) return { stage: "connect", cause: "connect_unreachable" };
  return secure ? { stage: "tls", cause: "tls_handshake" } : { stage: "connect", cause: "connect_reset" };
}

/** The cause at a stage that a second look has found, where the words spoke of another. */
function causeAt(stage: Stage, said: Cause, words: string): Cause {
  switch (stage) {
    case "resolve":
      return words.includes("timed out") ? "resolve_timeout" : "resolve_servfail";
    case "connect":
      return said.startsWith("connect_") ? said : "connect_unreachable";
    case "tls":
      return said.startsWith("tls_") ? said : "tls_handshake";
    case "body":
      return "body_truncated";
    default:
      // The connection stands, and was dropped before an answer came: what was called refused has been a reset.
      return said === "response_status" || said === "response_timeout" || said === "origin_error"
        ? said
        : said.endsWith("_timeout")
          ? "response_timeout"
          : "connect_reset";
  }
}
