import { type Cause, LAYER_OF_CAUSE, type Layer } from "../schema/index.ts";

/**
 * Which layer is at fault: naive Bayes over the signatures of the failures, each weighed by how much its probe and its
 * failure are believed. Priors and rows are design values after the failure mix of real episodes (detection model 1.5),
 * with a row and a column for wrong content.
 */

const LAYERS = ["dns", "network", "tls", "cdn", "gateway", "backend", "content"] as const satisfies readonly Layer[];

/** Signature groups: D dns, C connect, T tls, E edge, O edge on origin, G gateway, B application, S slow or late, X content. */
const SIGNATURES = "DCTEOGBSX";

const SIGNATURE_OF_STAGE: Record<string, string> = { resolve: "D", connect: "C", tls: "T" };
const SIGNATURE_OF_CAUSE: Partial<Record<Cause, string>> = {
  cdn_error: "E",
  origin_unreachable: "O",
  gateway_error: "G",
  gateway_timeout: "G",
  origin_error: "B",
  desync: "B",
  response_timeout: "S",
  slow: "S",
  response_status: "X",
  body_mismatch: "X",
  body_truncated: "X",
};

const PRIOR = [0.08, 0.12, 0.05, 0.15, 0.2, 0.3, 0.1];

/** P(signature | layer), columns in the order of SIGNATURES. */
const ROWS = [
  [0.9, 0.04, 0.01, 0.01, 0.02, 0.01, 0.003, 0.005, 0.002],
  [0.03, 0.83, 0.03, 0.01, 0.04, 0.02, 0.003, 0.035, 0.002],
  [0.01, 0.06, 0.88, 0.01, 0.025, 0.01, 0.002, 0.002, 0.001],
  [0.04, 0.12, 0.05, 0.6, 0.05, 0.06, 0.03, 0.03, 0.02],
  [0.01, 0.04, 0.01, 0.05, 0.09, 0.65, 0.06, 0.07, 0.02],
  [0.005, 0.04, 0.005, 0.03, 0.26, 0.13, 0.33, 0.17, 0.03],
  [0.002, 0.01, 0.005, 0.02, 0.02, 0.02, 0.053, 0.05, 0.82],
];

/** One failure with its weight, 0 to 1. */
export type Symptom = { readonly cause: Cause; readonly weight: number };

/** What has been seen of each cause lately, fading. Changed in place. */
export type Symptoms = { at: number; readonly weights: Partial<Record<Cause, number>> };

export function openSymptoms(): Symptoms {
  return { at: 0, weights: {} };
}

/** Adds one failure. `halfLifeMs`: after which an earlier one counts half. */
export function addSymptom(symptoms: Symptoms, seen: Symptom & { at: number }, halfLifeMs: number): void {
  const left = 0.5 ** (Math.max(0, seen.at - symptoms.at) / halfLifeMs);
  for (const cause of Object.keys(symptoms.weights) as Cause[])
    symptoms.weights[cause] = (symptoms.weights[cause] ?? 0) * left;
  symptoms.weights[seen.cause] = (symptoms.weights[seen.cause] ?? 0) + seen.weight;
  symptoms.at = Math.max(symptoms.at, seen.at);
}

export function listed({ weights }: Symptoms): Symptom[] {
  return (Object.entries(weights) as [Cause, number][]).map(([cause, weight]) => ({ cause, weight }));
}

/** The layers, likeliest first. Empty when nothing that was seen speaks of a layer. */
export function rankLayers(symptoms: readonly Symptom[]): { layer: Layer; probability: number }[] {
  const speaking = symptoms.filter(({ cause, weight }) => LAYER_OF_CAUSE[cause] !== null && weight > 0);
  if (speaking.length === 0) return [];
  const logs = LAYERS.map((_, row) =>
    speaking.reduce((sum, { cause, weight }) => sum + weight * Math.log(cell(row, cause)), Math.log(PRIOR[row] ?? 1)),
  );
  const highest = Math.max(...logs);
  const total = logs.reduce((sum, log) => sum + Math.exp(log - highest), 0);
  return LAYERS.map((layer, row) => ({ layer, probability: Math.exp((logs[row] ?? highest) - highest) / total })).sort(
    (a, b) => b.probability - a.probability,
  );
}

function cell(row: number, cause: Cause): number {
  const [stage = ""] = cause.split("_");
  const signature = SIGNATURE_OF_CAUSE[cause] ?? SIGNATURE_OF_STAGE[stage] ?? "";
  return ROWS[row]?.[SIGNATURES.indexOf(signature)] ?? 1;
}
