import type { Judgement } from "../fuse/judge.ts";
import type { Incident, Layer, ServiceId, Verdict } from "../schema/index.ts";
import { reasonsOf } from "./reasons.ts";

/** A judgement and the incident it belongs to, as one verdict. */
export function verdictFrom({
  service,
  judgement,
  incident,
}: {
  service: ServiceId;
  judgement: Judgement;
  incident: Incident | null;
}): Verdict {
  return {
    service,
    at: judgement.at,
    state: judgement.state,
    probability: rounded(judgement.probability),
    scope: judgement.scope,
    layer: judgement.layer ?? standingLayer(incident),
    phase: incident?.phase ?? null,
    incident: incident?.id ?? null,
    regions: Object.fromEntries(
      [...judgement.regions].map(([id, { state, probability }]) => [id, { state, probability: rounded(probability) }]),
    ),
    because: reasonsOf(judgement),
  };
}

/** What an incident that is not over failed at, also while it seems to be back. */
function standingLayer(incident: Incident | null): Layer | null {
  return incident?.phase === "open" || incident?.phase === "recovering" ? incident.layer : null;
}

/** Six decimals: as certain as the belief floor lets anything be. */
export function rounded(probability: number): number {
  return Math.round(probability * 1e6) / 1e6;
}

/** Worth a line of its own: a change of state, phase, scope, layer or regions, or a region that moved by `step`. */
export function isNews(before: Verdict | undefined, after: Verdict, step: number): boolean {
  if (before === undefined) return true;
  if (headline(before) !== headline(after)) return true;
  const places = new Set([...Object.keys(before.regions), ...Object.keys(after.regions)]);
  return [...places].some((place) => {
    const [from, to] = [before.regions[place], after.regions[place]];
    return from?.state !== to?.state || Math.abs((from?.probability ?? 0) - (to?.probability ?? 0)) >= step;
  });
}

/** An incident that is over belongs to the past: its last phase is told once and is no news afterwards. */
function headline({ state, phase, scope, layer, incident }: Verdict): string {
  const isOver = phase === "resolved" || phase === "withdrawn";
  return [state, isOver ? null : phase, scope, layer, isOver ? null : incident].join("|");
}
