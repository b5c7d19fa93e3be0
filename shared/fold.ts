import { illness } from "./fuse/health.ts";
import { judge } from "./fuse/judge.ts";
import { look } from "./fuse/look.ts";
import { hearNotice } from "./fuse/notices.ts";
import { closeMinutes, hear, isUpset, openCrowd } from "./fuse/people/crowd.ts";
import { endpointOf, freshUntil, isSettled, type ServiceBelief, suspicionIn } from "./fuse/service.ts";
import { advance } from "./incident/advance.ts";
import { relate, UNRELATED } from "./incident/relate.ts";
import { isNews, verdictFrom } from "./incident/verdict.ts";
import { host, type Network, openServiceIn, probeIn, probesFor, probesIn, recordControl } from "./network.ts";
import type {
  FoldEvent,
  Incident,
  IncidentEvent,
  Notice,
  Observation,
  PlaceId,
  UserReport,
  Verdict,
} from "./schema/index.ts";

/**
 * The fold: one event after another into verdicts, incidents and what happened to them. Live, in tests and in replay it
 * is this function. Time is the events' time; it never runs backwards, and what is older than the newest look from the
 * same probe at the same endpoint is no news.
 */
export type FoldOutput =
  | { readonly type: "verdict"; readonly verdict: Verdict }
  | { readonly type: "incident"; readonly incident: Incident }
  | { readonly type: "event"; readonly event: IncidentEvent };

const NOTHING: readonly FoldOutput[] = [];

export function fold(network: Network, event: FoldEvent): readonly FoldOutput[] {
  const isPast = event.at < network.now;
  network.now = Math.max(network.now, event.at);
  switch (event.type) {
    case "observation":
      return foldObservation(network, event);
    case "control":
      recordControl(network, event);
      return event.outcome === "pass" ? heard(network, event.region, NOTHING) : NOTHING;
    case "tick":
      return isPast ? NOTHING : foldTick(network);
    case "report":
      return foldReport(network, event);
    case "notice":
      return foldNotice(network, event);
  }
}

function foldObservation(network: Network, observation: Observation): readonly FoldOutput[] {
  const { model } = network;
  const service = openServiceIn(network, observation.service);
  const endpoint =
    service.endpoints.get(observation.endpoint) ??
    endpointOf(
      service,
      { id: observation.endpoint, essential: true, intervalMs: model.minuteMs },
      { at: network.now, model },
    );
  const probe = probeIn(network, observation.region, service.reach);
  const { provider } = endpoint;
  const taken = look(endpoint, observation, { service, probe, model });
  if (taken === "old") return NOTHING;
  if (endpoint.provider !== provider) host(network, service.id, endpoint.provider);
  const isNothing =
    service.upAt[probe.place] === true &&
    (taken === "quiet" || (taken === "moved" && suspicionIn(service, probe.place, model) < model.slightBelow));
  const outputs = isNothing ? NOTHING : evaluate(network, service);
  return observation.outcome === "pass" ? heard(network, observation.region, outputs) : outputs;
}

/** Where what was last said leaves nothing to take back: up there, and nothing suspected anywhere. */
function upIn({ places }: Network, { state, phase, regions }: Verdict): boolean[] {
  const isCalm = state === "up" && phase === null;
  const up: boolean[] = [];
  for (const [region, { index }] of places) up[index] = isCalm && regions[region]?.state === "up";
  return up;
}

/** Time has passed: judges the services of which something may have changed by that alone. */
function foldTick(network: Network): readonly FoldOutput[] {
  const { model, now } = network;
  const anyIll = probesIn(network).some(
    (probe) => illness(probe, { now, without: null }, model) >= model.health.illFrom,
  );
  return [...network.services.values()].flatMap((service) => {
    const said = network.verdicts.get(service.id);
    if (service.crowd !== null) closeMinutes(service.crowd, now, model);
    const isCalm =
      !(service.crowd !== null && isUpset(service.crowd)) &&
      said?.state === "up" &&
      said.phase === null &&
      isSettled(service) &&
      !anyIll;
    return isCalm && now < freshUntil(service, model) ? NOTHING : evaluate(network, service);
  });
}

function foldReport(network: Network, report: UserReport): readonly FoldOutput[] {
  const { model } = network;
  const service = openServiceIn(network, report.service);
  service.crowd ??= openCrowd(model);
  return hear(service.crowd, report, model) && isUpset(service.crowd) ? evaluate(network, service) : NOTHING;
}

function foldNotice(network: Network, notice: Notice): readonly FoldOutput[] {
  const service = openServiceIn(network, notice.service);
  hearNotice(service.notices, notice);
  return service.endpoints.size === 0 ? NOTHING : evaluate(network, service);
}

/** A probe saw something pass: services that its word was not enough for are judged anew. */
function heard(network: Network, region: PlaceId, outputs: readonly FoldOutput[]): readonly FoldOutput[] {
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

/** Judges one service anew and puts out what has changed. */
function evaluate(network: Network, service: ServiceBelief): readonly FoldOutput[] {
  const { model, now } = network;
  const judgement = judge(service, { now, probeOf: probesFor(network, service), model });
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
