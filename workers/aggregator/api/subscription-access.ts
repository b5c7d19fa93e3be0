import type { Context } from "hono";
import type { ApiKey, Scope } from "../../../shared/schema/api-key.ts";
import { findApiKey } from "../store/api-keys.ts";
import { findSubscription, type SubscriptionRow } from "../store/subscriptions.ts";
import { bearerOf, sha256Of } from "../token.ts";
import { type Api, configOf } from "./context.ts";
import { Refusal } from "./problem.ts";

/**
 * Who may do what with subscriptions: whoever holds the manage key of one, the API key that it was made with, as far as its
 * scopes go, and the operator.
 */

/** The subscription, when whoever asks may do this with it. */
export async function managed(c: Context<Api>, id: string, scope: Scope): Promise<SubscriptionRow> {
  const shown = bearerOf(c.req.header("authorization"));
  if (shown === null)
    throw new Refusal(401, 'The manage key of the subscription must be sent as "Authorization: Bearer KEY".');
  return managedWith(c, { id, shown, scope });
}

/** The same, for a key that came another way. */
export async function managedWith(
  c: Context<Api>,
  { id, shown, scope }: { id: string; shown: string; scope: Scope },
): Promise<SubscriptionRow> {
  const [row, sha256] = await Promise.all([findSubscription(c.env.DB, id), sha256Of(shown)]);
  if (row === null) throw new Refusal(404, `There is no subscription "${id}".`);
  // Digests are compared: what their difference takes in time says nothing about a key.
  if (row.manage_key_sha256 === sha256 || (await isAdmin(c, sha256))) return row;
  const key = shown.startsWith("dwk_") ? await apiKeyOf(c, sha256) : null;
  if (key === null) throw new Refusal(401, "The bearer token is not the manage key of this subscription.");
  if (row.api_key !== key.id) throw new Refusal(403, `The subscription was not made with the key "${key.id}".`);
  requireScope(key, scope);
  return row;
}

/** The API key that was shown; `null` where none was. */
export async function shownKey(c: Context<Api>, scope: Scope): Promise<ApiKey | null> {
  const shown = bearerOf(c.req.header("authorization"));
  if (shown === null) return null;
  const key = await apiKeyOf(c, await sha256Of(shown));
  if (key === null) throw new Refusal(401, "The bearer token is not an API key of this network.");
  requireScope(key, scope);
  return key;
}

/** Whose subscriptions are listed: those of a key, or for the operator all of them (`null`). */
export async function listedKey(c: Context<Api>): Promise<string | null> {
  const shown = bearerOf(c.req.header("authorization"));
  if (shown === null) throw new Refusal(401, 'An API key must be sent as "Authorization: Bearer KEY".');
  if (await isAdmin(c, await sha256Of(shown))) return null;
  return (await shownKey(c, "subscriptions:read"))?.id ?? null;
}

async function apiKeyOf(c: Context<Api>, sha256: string): Promise<ApiKey | null> {
  const key = await findApiKey(c.env.DB, { sha256 });
  if (key !== null && key.revokedAt !== null)
    throw new Refusal(403, `The key "${key.id}" was revoked at ${key.revokedAt}.`);
  return key;
}

function requireScope({ id, scopes }: ApiKey, scope: Scope): void {
  if (!scopes.includes(scope))
    throw new Refusal(403, `The key "${id}" must have the scope ${scope}; it has ${scopes.join(", ")}.`);
}

async function isAdmin(c: Context<Api>, sha256: string): Promise<boolean> {
  const { adminKey } = configOf(c);
  return adminKey !== null && (await sha256Of(adminKey)) === sha256;
}
