import type { Rule } from "../rule.ts";
import { watchEndpoints } from "./judge.ts";
import { single } from "./quorum.ts";
import { streak } from "./streak.ts";

/**
 * Uptime Kuma: a failed beat is PENDING while retries are left and DOWN after that; the first success is UP. The default
 * is no retries at all. Every unexpected status is a failure, and so is an error of the measuring service itself.
 * Left out: `retryInterval`, since the next look here comes at the next round; resending; maintenance.
 */
const uptimeKuma = (retries: number): Rule => ({
  name: `${retries} retries`,
  peer: "Uptime Kuma",
  open: (world) =>
    watchEndpoints(world, () => single(world.regions, () => streak({ failures: retries + 1, successes: 1 }))),
});

export const uptimeKumaDefault = uptimeKuma(0);
export const uptimeKumaTwoRetries = uptimeKuma(2);
