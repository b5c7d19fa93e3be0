/** Secrets that are shown once and stored as their SHA-256: long enough that nobody guesses one, so no salt is needed. */

const TOKEN_BYTES = 24;

export function makeToken(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  return `${prefix}_${text.replaceAll("+", "-").replaceAll("/", "_")}`;
}

export async function sha256Of(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The token of an Authorization header (RFC 6750); `null` when it has none. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1] ?? null;
}
