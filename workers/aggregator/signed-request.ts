import { type Agent, formatInstant } from "../../shared/schema/index.ts";
import {
  contentDigest,
  readSignature,
  type SignedRequest,
  signatureBase,
} from "../../shared/schema/message-signature.ts";
import { Refusal } from "./api/problem.ts";
import { SIGNATURE_AGE_MS } from "./limits.ts";

/** Who signed this request? Answers with the agent, or refuses and says which step it failed at. */
export async function signerOf(
  request: Request,
  {
    body,
    now,
    find,
  }: { readonly body: Uint8Array | null; readonly now: number; readonly find: (id: string) => Promise<Agent | null> },
): Promise<Agent> {
  const signed = await signedPartsOf(request, body);
  const input = request.headers.get("signature-input");
  const signature = request.headers.get("signature");
  if (input === null || signature === null)
    throw new Refusal(401, "The request must be signed (RFC 9421): Signature-Input and Signature are missing.");
  const read = readSignature(signed, { input, signature });
  if (read === null)
    throw new Refusal(
      401,
      'The signature must be called sig1, be made with ed25519 and cover "@method" "@authority" "@path" "@query" and, with a body, "content-digest"; its parameters must be created, keyid, alg and tag.',
    );
  const createdAt = read.created * 1_000;
  if (Math.abs(now - createdAt) > SIGNATURE_AGE_MS)
    throw new Refusal(
      401,
      `A signature is good for ${SIGNATURE_AGE_MS / 1_000} seconds; received one made at ${formatInstant(createdAt)}, and it is ${formatInstant(now)} here.`,
    );
  const agent = await find(read.keyId);
  if (agent === null) throw new Refusal(401, `No key of the id "${read.keyId}" was issued here.`);
  if (!(await isSignedBy(agent, signed, read))) throw new Refusal(401, `The signature is not that of "${agent.id}".`);
  if (agent.revokedAt !== null) throw new Refusal(403, `The key "${agent.id}" was revoked at ${agent.revokedAt}.`);
  return agent;
}

/** The digest is checked against the body here, so that what is signed further on is the body itself. */
async function signedPartsOf(request: Request, body: Uint8Array | null): Promise<SignedRequest> {
  const url = new URL(request.url);
  const parts = { method: request.method, authority: url.host, path: url.pathname, query: url.search };
  if (body === null) return { ...parts, contentDigest: null };
  const shown = request.headers.get("content-digest");
  const actual = contentDigest(toBase64(await crypto.subtle.digest("SHA-256", body)));
  if (shown !== actual)
    throw new Refusal(401, `Content-Digest must be that of the body, ${actual}; received ${shown ?? "none"}.`);
  return { ...parts, contentDigest: actual };
}

async function isSignedBy(
  { publicKey }: Agent,
  signed: SignedRequest,
  { signature, keyId, created }: NonNullable<ReturnType<typeof readSignature>>,
): Promise<boolean> {
  const jwk = { kty: "OKP", crv: "Ed25519", x: publicKey };
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "Ed25519" }, false, ["verify"]);
  const base = new TextEncoder().encode(signatureBase(signed, { keyId, created }));
  return crypto.subtle.verify({ name: "Ed25519" }, key, fromBase64(signature), base);
}

function toBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
