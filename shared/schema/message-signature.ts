/**
 * HTTP Message Signatures (RFC 9421), the part that agents need: one signature, Ed25519, over the method, the address and
 * the digest of the body (Content-Digest, RFC 9530). Only texts are made and read here; whoever holds a key signs them.
 */

/** What is signed, in this order. A request without a body has no digest and leaves the last one out. */
const COVERED = ["@method", "@authority", "@path", "@query", "content-digest"] as const;
type Component = (typeof COVERED)[number];

export type SignedRequest = {
  readonly method: string;
  /** Host, and the port unless it is the scheme's own; lower case. */
  readonly authority: string;
  readonly path: string;
  /** From the question mark on; empty when there is none. */
  readonly query: string;
  /** The value of the field; `null` when there is no body. */
  readonly contentDigest: string | null;
};

/** `created`: seconds since 1970. */
export type SignatureParams = { readonly keyId: string; readonly created: number };

const LABEL = "sig1";
/** Signatures of this protocol are good for no other (RFC 9421, section 2.3). */
const TAG = "downwhere-agent";

/** The value of the Signature-Input field. */
export function signatureInput(request: SignedRequest, params: SignatureParams): string {
  return `${LABEL}=${signatureParams(request, params)}`;
}

/** The value of the Signature field; `signature` in base64. */
export function signatureField(signature: string): string {
  return `${LABEL}=:${signature}:`;
}

/** The text that is signed (RFC 9421, section 2.5). */
export function signatureBase(request: SignedRequest, params: SignatureParams): string {
  const lines = componentsOf(request).map((component) => `"${component}": ${componentValue(component, request)}`);
  return [...lines, `"@signature-params": ${signatureParams(request, params)}`].join("\n");
}

/**
 * Reads both fields. Only what `signatureInput` writes for this very request is taken: anything else would leave a part
 * of the request unsigned. `null` when it is not that.
 */
export function readSignature(
  request: SignedRequest,
  fields: { readonly input: string; readonly signature: string },
): (SignatureParams & { readonly signature: string }) | null {
  const created = /;created=(\d{1,12});/.exec(fields.input)?.[1];
  const keyId = /;keyid="([A-Za-z0-9_-]{1,64})";/.exec(fields.input)?.[1];
  const signature = /^sig1=:([A-Za-z0-9+/]+={0,2}):$/.exec(fields.signature)?.[1];
  if (created === undefined || keyId === undefined || signature === undefined) return null;
  const params = { keyId, created: Number(created) };
  return fields.input === signatureInput(request, params) ? { ...params, signature } : null;
}

/** The value of a Content-Digest field; `sha256` in base64. */
export function contentDigest(sha256: string): string {
  return `sha-256=:${sha256}:`;
}

function signatureParams(request: SignedRequest, { keyId, created }: SignatureParams): string {
  const covered = componentsOf(request).map((component) => `"${component}"`);
  return `(${covered.join(" ")});created=${created};keyid="${keyId}";alg="ed25519";tag="${TAG}"`;
}

function componentsOf({ contentDigest: digest }: SignedRequest): readonly Component[] {
  return COVERED.filter((component) => component !== "content-digest" || digest !== null);
}

function componentValue(component: Component, request: SignedRequest): string {
  switch (component) {
    case "@method":
      return request.method;
    case "@authority":
      return request.authority;
    case "@path":
      return request.path;
    case "@query":
      // "If the query string is absent, the value is the leading ? alone" (RFC 9421, section 2.2.7).
      return request.query === "" ? "?" : request.query;
    case "content-digest":
      return request.contentDigest ?? "";
  }
}
