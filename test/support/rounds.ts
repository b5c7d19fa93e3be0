import type { Cause, Control, Observation, Round } from "../../shared/schema/index.ts";
import { EndpointId, ServiceId } from "../../shared/schema/index.ts";

/** Rounds as a probe would hand them over, for tests of what comes after. */

export const SERVICE = ServiceId.parse("aria");
export const ENDPOINT = EndpointId.parse("web");

export function roundOf(options: {
  region: string;
  slot: number;
  cause?: Cause | null;
  simulated?: boolean;
  slotMs?: number;
  version?: string | null;
}): Round {
  const { region, slot, cause = null, simulated = false, slotMs = 60_000, version = null } = options;
  const observation: Observation = {
    service: SERVICE,
    endpoint: ENDPOINT,
    region,
    colo: "AMS",
    at: slot + 250,
    outcome: cause === null ? "pass" : "fail",
    stage: "response",
    cause,
    status: cause === null ? 200 : 503,
    latencyMs: 42,
    provider: "fastly",
    detail: cause === null ? null : "the status must be 2xx; received 503",
    version,
  };
  const controls = ["google", "azure", "apple", "mozilla"].map(
    (provider): Control => ({
      control: provider,
      provider,
      reach: "internet",
      region,
      at: slot + 120,
      outcome: "pass",
      cause: null,
      latencyMs: 12,
    }),
  );
  return {
    region,
    lane: `${region}/60/0`,
    slot,
    startedAt: slot + 100,
    finishedAt: slot + 400,
    slotMs,
    missed: 0,
    colo: "AMS",
    realised: "durable-object",
    simulated,
    observations: [observation],
    controls,
  };
}

/** A service as an operator writes it. */
export const SERVICE_JSON = JSON.stringify({
  id: "aria",
  name: "Aria",
  endpoints: [{ id: "web", name: "Website", provider: "fastly", check: { url: "https://www.aria.example/" } }],
});
