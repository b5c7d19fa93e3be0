import { disagreement, openReadings } from "../observe/desync.ts";
import { oneLine } from "../observe/one-line.ts";
import type { Observation } from "../schema/index.ts";
import type { Model } from "./model.ts";
import type { EndpointState } from "./service.ts";

/**
 * A look that passed, but at data which the other regions have long left behind, is a failure of the backend there: that
 * can only be seen where all regions are seen. Called only for looks that bring a version.
 */
export function inStep(
  endpoint: EndpointState,
  seen: Observation & { readonly version: string },
  { place, model }: { readonly place: number; readonly model: Model },
): Observation {
  if (seen.outcome !== "pass") return seen;
  endpoint.readings ??= openReadings(seen.at);
  const because = disagreement(
    endpoint.readings,
    { place, value: seen.version, at: seen.at },
    {
      tolerance: endpoint.tolerance ?? 0,
      graceMs: model.desync.graceMinutes * model.minuteMs,
      freshMs: model.freshIntervals * endpoint.intervalMs,
    },
  );
  if (because === null) return seen;
  return { ...seen, outcome: "fail", stage: "body", cause: "desync", detail: oneLine(because) };
}
