import { z } from "zod";
import { ApiKeyId } from "./ids.ts";
import { InstantText } from "./instant.ts";
import { NAME_MAX_CHARS } from "./limits.ts";

/** Keys that an operator issues to others, each for what it may do. */

/** `subscriptions:write`: make subscriptions and manage one's own; `subscriptions:read`: read them and their logs. */
export const Scope = z.enum(["subscriptions:write", "subscriptions:read"]);
export type Scope = z.infer<typeof Scope>;

export const ApiKeyRequest = z.strictObject({
  name: z.string().min(1).max(NAME_MAX_CHARS),
  scopes: z.array(Scope).min(1),
  /** Subscriptions that may stand under it at one time. */
  maxSubscriptions: z.int().min(0).max(900).optional(),
});
export type ApiKeyRequest = z.infer<typeof ApiKeyRequest>;

export const ApiKey = z.object({
  id: ApiKeyId,
  name: z.string(),
  scopes: z.array(Scope),
  maxSubscriptions: z.int(),
  createdAt: InstantText,
  revokedAt: InstantText.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
