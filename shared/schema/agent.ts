import { z } from "zod";
import { InstantText } from "./instant.ts";
import { NAME_MAX_CHARS } from "./limits.ts";
import { Plan } from "./plan.ts";
import { PlaceId, RegionId } from "./region.ts";

/** An agent: a probe on somebody's own host, known by the key with which it signs its rounds. */

/** `agt_` and the first 22 characters of the base64url SHA-256 of the public key: either side can compute it. */
export const AgentId = z
  .string()
  .regex(/^agt_[A-Za-z0-9_-]{22}$/, 'must be an agent id such as "agt_" and 22 characters');
export type AgentId = z.infer<typeof AgentId>;

/** `sha256`: of the public key's 32 bytes, in base64 of either alphabet. */
export function agentIdFrom(sha256: string): AgentId {
  return AgentId.parse(`agt_${sha256.replaceAll("+", "-").replaceAll("/", "_").slice(0, 22)}`);
}

export const AgentPublicKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, "must be an Ed25519 public key: its 32 bytes as 43 characters of base64url");

/** A place of its own: never one of the network's, for which nobody else may speak. */
export const AgentRegion = PlaceId.refine((id) => id !== "local" && !RegionId.safeParse(id).success, {
  error: ({ input }) => `must be a name of its own, none of the network's regions; received ${JSON.stringify(input)}`,
});

/** Where an agent stands, in degrees north and east, and what people call it. */
export const AgentPlace = z.object({
  name: z.string().min(1).max(NAME_MAX_CHARS),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type AgentPlace = z.infer<typeof AgentPlace>;

/** What an operator asks for: this key may speak for that region. */
export const AgentRequest = z.strictObject({
  publicKey: AgentPublicKey,
  region: AgentRegion,
  ...AgentPlace.partial({ name: true }).shape,
});
export type AgentRequest = z.infer<typeof AgentRequest>;

export const Agent = z.object({
  id: AgentId,
  publicKey: AgentPublicKey,
  region: PlaceId,
  ...AgentPlace.shape,
  createdAt: InstantText,
  /** From then on its rounds are refused, for good. */
  revokedAt: InstantText.nullable(),
});
export type Agent = z.infer<typeof Agent>;

/** What an agent is asked to run, and as whom the network knows it. */
export const AgentPlan = Plan.extend({ agent: Agent.omit({ publicKey: true, createdAt: true, revokedAt: true }) });
export type AgentPlan = z.infer<typeof AgentPlan>;

/** The answer to a round that was taken. */
export const RoundReceipt = z.object({
  lane: z.string(),
  slot: InstantText,
  /** Observations that were folded; those of services that are no longer watched are left out. */
  folded: z.int(),
  planVersion: z.string(),
});
export type RoundReceipt = z.infer<typeof RoundReceipt>;
