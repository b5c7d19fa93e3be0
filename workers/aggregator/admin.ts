import { Refusal } from "./api/problem.ts";
import type { Config } from "./config.ts";

/** Lets through whoever shows the admin key as a bearer token (RFC 6750), and says to everybody else what is missing. */
export async function requireAdmin(
  authorization: string | undefined,
  { adminKey }: Pick<Config, "adminKey">,
): Promise<void> {
  if (adminKey === null)
    throw new Refusal(
      403,
      "This network has no admin key, so its admin routes are closed. Set the secret ADMIN_KEY to open them.",
    );
  const shown = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  if (shown === undefined) throw new Refusal(401, 'The admin key must be sent as "Authorization: Bearer KEY".');
  if (!(await isSame(shown, adminKey))) throw new Refusal(401, "The bearer token is not this network's admin key.");
}

/** Takes the same time wherever two texts differ: both are hashed first, so that their lengths do not show either. */
async function isSame(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [a, b].map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
  );
  return first !== undefined && second !== undefined && crypto.subtle.timingSafeEqual(first, second);
}
