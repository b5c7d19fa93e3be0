import { type Identity, makeIdentity } from "./certificates.ts";
import type { Servers } from "./servers.ts";

/** Named situations of a target: how its server is made, and what an honest look at it must say. */

export type Situation = {
  readonly name: string;
  /** Starts what it needs and answers with the URL to look at. */
  readonly open: (servers: Servers, ids: Identities) => Promise<string>;
  /** Outcome, stage, cause, layer. */
  readonly seen: readonly [outcome: string, stage: string | null, cause: string | null, layer: string | null];
  readonly flags?: readonly string[];
};

export type Identities = Readonly<
  Record<
    | "authority"
    | "good"
    | "expired"
    | "early"
    | "elsewhere"
    | "untrusted"
    | "selfSigned"
    | "selfSignedExpired"
    | "selfSignedElsewhere",
    Identity
  >
>;

export function makeIdentities(): Identities {
  const hosts = ["localhost", "127.0.0.1"];
  const authority = makeIdentity({ name: "Test Authority", isAuthority: true });
  const stranger = makeIdentity({ name: "Nobody's Authority", isAuthority: true });
  return {
    authority,
    good: makeIdentity({ name: "localhost", hosts, signedBy: authority }),
    expired: makeIdentity({ name: "localhost", hosts, signedBy: authority, validFromDays: -90, validToDays: -2 }),
    early: makeIdentity({ name: "localhost", hosts, signedBy: authority, validFromDays: 2 }),
    elsewhere: makeIdentity({ name: "other.example", hosts: ["other.example"], signedBy: authority }),
    untrusted: makeIdentity({ name: "localhost", hosts, signedBy: stranger }),
    selfSigned: makeIdentity({ name: "localhost", hosts }),
    selfSignedExpired: makeIdentity({ name: "localhost", hosts, validFromDays: -90, validToDays: -2 }),
    selfSignedElsewhere: makeIdentity({ name: "other.example", hosts: ["other.example"] }),
  };
}

export const fine = (_: unknown, response: import("node:http").ServerResponse) => response.end("well");
export const url = (port: number, path = "/") => `http://127.0.0.1:${port}${path}`;
export const secureUrl = (port: number, host = "127.0.0.1") => `https://${host}:${port}/`;
/** Sends a text once a request has come, and then does what is asked. */
export const speak =
  (text: string, then: (socket: import("node:net").Socket) => void = (socket) => socket.end()) =>
  (socket: import("node:net").Socket) => {
    socket.once("data", () => socket.write(text, () => setTimeout(then, 20, socket)));
  };
export const answering =
  (status: number, headers: Record<string, string> = {}, body = "") =>
  (servers: Servers) =>
    servers.http((_, response) => response.writeHead(status, headers).end(body)).then((port) => url(port));
export const nothing = () => undefined;
export const PASS = ["pass", "body", null, null] as const;
export const HANDSHAKE = ["fail", "tls", "tls_handshake", "tls"] as const;
export const UNTRUSTED = ["fail", "tls", "tls_untrusted", "tls"] as const;
export const EXPIRED = ["fail", "tls", "tls_expired", "tls"] as const;
export const MISMATCH = ["fail", "tls", "tls_name_mismatch", "tls"] as const;
export const TAKEN_BACK = ["fail", "connect", "connect_reset", "network"] as const;
export const CUT = ["fail", "response", "connect_reset", "network"] as const;
export const NO_ANSWER = ["fail", "response", "response_timeout", "backend"] as const;
export const NO_HTTP = ["fail", "response", "origin_error", "backend"] as const;
export const BROKEN_BODY = ["fail", "body", "body_truncated", "content"] as const;
export const STATUS = ["fail", "response", "response_status", "content"] as const;
export const BLOCKED = ["inconclusive", "response", "blocked", null] as const;
export const REFUSED_BY_US = ["inconclusive", null, "probe_error", null] as const;
