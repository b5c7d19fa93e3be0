import { z } from "zod";
import { INTERVAL_SECONDS } from "../limits.ts";
import { between } from "./timing.ts";

/**
 * The service calls us; silence is the failure. The definition holds the SHA-256 of the token, so that it can be read by
 * anybody and nobody can call in the service's name.
 */
export const HeartbeatCheck = z.strictObject({
  prober: z.literal("heartbeat"),
  /** Seconds between two calls, as the service promises. */
  intervalSeconds: between("intervalSeconds", { min: INTERVAL_SECONDS.min, max: 86_400 }),
  /** Seconds beyond it before silence is a failure. */
  graceSeconds: between("graceSeconds", { min: 0, max: 86_400 }).default(60),
  tokenSha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 lower-case hex digits"),
});
export type HeartbeatCheck = z.infer<typeof HeartbeatCheck>;
