import { formatInstant, LAYER_OF_CAUSE, type Layer } from "../../../../shared/schema/index.ts";
import type { CertificateSeen } from "../certificate.ts";
import type { NetworkAnswer, NetworkService } from "./network.ts";
import type { Subject } from "./subject.ts";
import type { Trial } from "./trial.ts";

/** A trial as one line of JSON: observations as `replay` reads them, the control targets, and what the network says. */

export type TrialLine = {
  readonly type: "trial";
  readonly service: string;
  readonly name: string;
  readonly simulated: boolean;
  readonly outcome: "pass" | "fail" | "inconclusive";
  readonly observations: readonly TrialObservation[];
  readonly controls: readonly (Trial["controls"][number]["finding"] & { readonly control: string })[];
  /** `null` when no network was asked; `because` when it could not say. */
  readonly network: null | { readonly state: string; readonly answer: NetworkAnswer } | { readonly because: string };
};

export type TrialObservation = Trial["endpoints"][number]["finding"] & {
  readonly type: "observation";
  readonly service: string;
  readonly endpoint: string;
  readonly name: string;
  readonly essential: boolean;
  readonly region: "local";
  readonly at: string;
  readonly layer: Layer | null;
  readonly certificate: CertificateSeen | null;
  /** What the network says of this endpoint; `null` where none says anything. */
  readonly watched: string | null;
};

export function trialLine(
  { id, name, simulated }: Subject,
  trial: Trial,
  { watched, network }: { watched: NetworkService | null; network: TrialLine["network"] },
): TrialLine {
  const observations = trial.endpoints.map(
    ({ endpoint, finding, certificate, at }): TrialObservation => ({
      type: "observation",
      service: id,
      endpoint: endpoint.id,
      name: endpoint.name,
      essential: endpoint.essential,
      region: "local",
      at: formatInstant(at),
      ...finding,
      layer: finding.cause ? LAYER_OF_CAUSE[finding.cause] : null,
      certificate,
      watched: watched?.endpoints.find((each) => each.id === endpoint.id)?.state ?? null,
    }),
  );
  const controls = trial.controls.map(({ control, finding }) => ({ control, ...finding }));
  return {
    type: "trial",
    service: id,
    name,
    simulated,
    outcome: outcomeOf(observations, controls),
    observations,
    controls,
    network,
  };
}

/** Where not even the control targets answer, nothing is known of the service. */
function outcomeOf(observations: readonly TrialObservation[], controls: TrialLine["controls"]): TrialLine["outcome"] {
  if (isCutOff({ observations, controls })) return "inconclusive";
  const essential = observations.filter((each) => each.essential);
  if (essential.some(({ outcome }) => outcome === "fail")) return "fail";
  return essential.some(({ outcome }) => outcome === "pass") ? "pass" : "inconclusive";
}

/** Nothing answers this machine at all. */
export function isCutOff({ observations, controls }: Pick<TrialLine, "observations" | "controls">): boolean {
  return controls.length > 0 && [...controls, ...observations].every(({ outcome }) => outcome !== "pass");
}
