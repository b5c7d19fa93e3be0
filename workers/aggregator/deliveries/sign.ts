/**
 * Signatures as Standard Webhooks has them (https://www.standardwebhooks.com): over id, time and body, with every secret that
 * is in force, and with a key pair where there is one.
 */

export type Signer = {
  /** `whsec_…`; the newest first. */
  readonly secrets: readonly string[];
  /** PKCS#8 as base64; `null` where nothing is signed with it. */
  readonly privateKey: string | null;
};

/** Bytes of a secret: as many as the digest of its HMAC has. */
const SECRET_BYTES = 32;
const SECRET = "whsec_";
const PUBLIC_KEY = "whpk_";

export function makeSecret(): string {
  return `${SECRET}${toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))}`;
}

export async function makeKeyPair(): Promise<{ publicKey: string; privateKey: string }> {
  // The types know only what every algorithm may give; this one always gives a pair.
  const pair = (await crypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"])) as CryptoKeyPair;
  const [raw, pkcs8] = await Promise.all([
    crypto.subtle.exportKey("raw", pair.publicKey) as Promise<ArrayBuffer>,
    crypto.subtle.exportKey("pkcs8", pair.privateKey) as Promise<ArrayBuffer>,
  ]);
  return { publicKey: `${PUBLIC_KEY}${toBase64(new Uint8Array(raw))}`, privateKey: toBase64(new Uint8Array(pkcs8)) };
}

/** The headers of a message. `now` in milliseconds. */
export async function signedHeaders(
  { id, body, now }: { id: string; body: string; now: number },
  { secrets, privateKey }: Signer,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000));
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => hmac(secret, signed)));
  if (privateKey !== null) signatures.push(await ed25519(privateKey, signed));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

async function hmac(secret: string, signed: Uint8Array): Promise<string> {
  const raw = fromBase64(secret.slice(SECRET.length));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)))}`;
}

async function ed25519(privateKey: string, signed: Uint8Array): Promise<string> {
  const key = await crypto.subtle.importKey("pkcs8", fromBase64(privateKey), { name: "Ed25519" }, false, ["sign"]);
  return `v1a,${toBase64(new Uint8Array(await crypto.subtle.sign("Ed25519", key, signed)))}`;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
