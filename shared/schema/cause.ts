import { z } from "zod";

/** The closed vocabulary of failure: where an exchange ended (stage), why (cause), and who is at fault (layer). */

export const Stage = z.enum(["resolve", "connect", "tls", "request", "response", "body"]);
export type Stage = z.infer<typeof Stage>;

export const Layer = z.enum(["dns", "network", "tls", "cdn", "gateway", "backend", "content"]);
export type Layer = z.infer<typeof Layer>;

export const Outcome = z.enum(["pass", "fail", "inconclusive"]);
export type Outcome = z.infer<typeof Outcome>;

/** Each cause with its layer; `null` where our own side failed or the target refused us, which speaks of no layer. */
export const LAYER_OF_CAUSE = {
  resolve_nxdomain: "dns",
  resolve_servfail: "dns",
  resolve_timeout: "dns",
  resolve_empty: "dns",
  connect_refused: "network",
  connect_timeout: "network",
  connect_reset: "network",
  connect_unreachable: "network",
  tls_expired: "tls",
  tls_untrusted: "tls",
  tls_name_mismatch: "tls",
  tls_handshake: "tls",
  cdn_error: "cdn",
  gateway_error: "gateway",
  gateway_timeout: "gateway",
  origin_error: "backend",
  origin_unreachable: "backend",
  response_timeout: "backend",
  desync: "backend",
  response_status: "content",
  body_mismatch: "content",
  body_truncated: "content",
  slow: "backend",
  blocked: null,
  probe_error: null,
} as const satisfies Record<string, Layer | null>;

const CAUSES = Object.keys(LAYER_OF_CAUSE) as [keyof typeof LAYER_OF_CAUSE, ...(keyof typeof LAYER_OF_CAUSE)[]];

export const Cause = z.enum(CAUSES);
export type Cause = z.infer<typeof Cause>;
