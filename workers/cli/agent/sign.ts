import { type AgentId, agentIdFrom } from "../../../shared/schema/agent.ts";
import {
  contentDigest,
  type SignedRequest,
  signatureBase,
  signatureField,
  signatureInput,
} from "../../../shared/schema/message-signature.ts";

/** Signs an agent's requests with its Ed25519 key (WebCrypto), as HTTP Message Signatures say (RFC 9421). */

export type AgentKey = {
  readonly id: AgentId;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
  readonly privateKey: SigningKey;
};

/** The runtime's own type of a key, by whatever name it goes there. */
type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A private key as a JSON Web Key (RFC 8037): `d` is the secret, `x` the public key. */
export type AgentJwk = { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly d: string; readonly x: string };

export async function makeAgentJwk(): Promise<AgentJwk> {
  const made: unknown = await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  // Ed25519 has pairs of keys and nothing else; the types of the two runtimes do not say so alike.
  const { privateKey } = made as { privateKey: SigningKey };
  const jwk: unknown = await crypto.subtle.exportKey("jwk", privateKey);
  const { d, x } = jwk as { d: string; x: string };
  return { kty: "OKP", crv: "Ed25519", d, x };
}

/** Throws when it is no key. */
export async function openAgentKey(jwk: AgentJwk): Promise<AgentKey> {
  const privateKey = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["sign"]);
  return { id: agentIdFrom(await sha256(fromBase64Url(jwk.x))), publicKey: jwk.x, privateKey };
}

/** The headers that make a request of this key. `now` in milliseconds. */
export async function signedHeaders(
  { id, privateKey }: AgentKey,
  {
    method,
    url,
    body,
    now,
  }: {
    readonly method: string;
    readonly url: URL;
    readonly body: Uint8Array | null;
    readonly now: number;
  },
): Promise<Record<string, string>> {
  const digest = body === null ? null : contentDigest(await sha256(body));
  const request: SignedRequest = {
    method,
    authority: url.host,
    path: url.pathname,
    query: url.search,
    contentDigest: digest,
  };
  const params = { keyId: id, created: Math.floor(now / 1_000) };
  const base = new TextEncoder().encode(signatureBase(request, params));
  const signature = toBase64(await crypto.subtle.sign({ name: "Ed25519" }, privateKey, base));
  return {
    ...(digest === null ? {} : { "content-digest": digest, "content-type": "application/json" }),
    "signature-input": signatureInput(request, params),
    signature: signatureField(signature),
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return toBase64(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}

function toBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}
