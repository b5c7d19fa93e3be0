import { judge } from "./fuse/judge.ts";
import type { ServiceBelief } from "./fuse/service.ts";
import { advance } from "./incident/advance.ts";
import { relate, UNRELATED } from "./incident/relate.ts";
import { isNews, verdictFrom } from "./incident/verdict.ts";
import type { Network } from "./network.ts";
import type { Incident, IncidentEvent, PlaceId, Verdict } from "./schema/index.ts";

/** From the beliefs about one service to what is put out: the judgement, the step of its incident, and what is news in it. */

export type FoldOutput =
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "incident"; readonly incident: Incident }
  | { readonly type: "event"; readonly event: IncidentEvent };

/** Judges one service anew and puts out what has changed. */
export function evaluate(network: Network, service: ServiceBelief): readonly FoldOutput[] {
  const { model } = network;
  const judgement = judge(service, network);
  for (const [region, { awaiting }] of judgement.regions) {
    if (!awaiting) continue;
    const waiting = network.awaiting.get(region) ?? new Set();
    network.awaiting.set(region, waiting.add(service.id));
  }
  const before = network.incidents.get(service.id) ?? null;
  const relation = judgement.probability < model.phase.suspectedFrom ? UNRELATED : relate(network, service, judgement);
  const { track, event } = advance(before, { service: service.id, judgement, relation, model });
  if (track !== null && track !== before) network.incidents.set(service.id, track);
  const verdict =
    event?.verdict ??
    verdictFrom({ service: service.id, judgement, incident: currentIncident(track?.incident ?? null) });
  const outputs: FoldOutput[] = [];
  if (isNews(network.verdicts.get(service.id), verdict, model.verdictStep) || event !== null) {
    network.verdicts.set(service.id, verdict);
    service.upAt = upIn(network, verdict);
    outputs.push({ type: "verdict", verdict });
  }
  if (event !== null && track !== null)
    outputs.push({ type: "incident", incident: track.incident }, { type: "event", event });
  return outputs;
}

/** The incident that a verdict belongs to: none once it is over. */
export function currentIncident(incident: Incident | null): Incident | null {
  return incident !== null && incident.phase !== "resolved" && incident.phase !== "withdrawn" ? incident : null;
}

/** Where what was last said leaves nothing to take back: up there, and nothing suspected anywhere. */
function upIn({ places }: Network, { state, phase, regions }: Verdict): boolean[] {
  const isCalm = state === "up" && phase === null;
  const up: boolean[] = [];
  for (const [region, { index }] of places) up[index] = isCalm && regions[region]?.state === "up";
  return up;
}

/** A probe saw something pass: services that its word was not enough for are judged anew. */
export function heard(network: Network, region: PlaceId, outputs: readonly FoldOutput[]): readonly FoldOutput[] {
  const waiting = network.awaiting.get(region);
  if (waiting === undefined) return outputs;
  network.awaiting.delete(region);
  return [
    ...outputs,
    ...[...waiting].flatMap((id) => {
      const service = network.services.get(id);
      return service === undefined ? [] : evaluate(network, service);
    }),
  ];
}
