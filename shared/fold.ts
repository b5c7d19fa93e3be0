import { evaluate, type FoldOutput, heard } from "./evaluate.ts";
import { inStep } from "./fuse/agreement.ts";
import { illness } from "./fuse/health.ts";
import { look } from "./fuse/look.ts";
import { hearNotice } from "./fuse/notices.ts";
import { closeMinutes, hear, hearMany, isUpset, openCrowd } from "./fuse/people/crowd.ts";
import { endpointOf, freshUntil, suspicionIn } from "./fuse/service.ts";
import { host, type Network, openServiceIn, probeIn, probesIn, recordControl } from "./network.ts";
import type { FoldEvent, Notice, Observation, UserReport, UserReports } from "./schema/index.ts";

const NOTHING: readonly FoldOutput[] = [];

/**
 * The fold: one event after another into verdicts, incidents and what happened to them. Live, in tests and in replay it
 * is this function. Time is the events' time; it never runs backwards, and what is older than the newest look from the
 * same probe at the same endpoint is no news.
 */
export function fold(network: Network, event: FoldEvent): readonly FoldOutput[] {
  const isPast = event.at < network.now;
  if (network.now === 0) network.began = event.at;
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
    case "reports":
      return foldReport(network, event);
    case "notice":
      return foldNotice(network, event);
  }
}

function foldObservation(network: Network, seen: Observation): readonly FoldOutput[] {
  const { model } = network;
  const service = openServiceIn(network, seen.service);
  const endpoint =
    service.endpoints.get(seen.endpoint) ??
    endpointOf(service, { id: seen.endpoint, essential: true, intervalMs: model.minuteMs }, { at: network.now, model });
  const probe = probeIn(network, seen.region, service.reach);
  const { version } = seen;
  const observation = version == null ? seen : inStep(endpoint, { ...seen, version }, { place: probe.place, model });
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
      !(service.crowd !== null && isUpset(service.crowd)) && said?.state === "up" && said.phase === null && !anyIll;
    return isCalm && now < freshUntil(service, model) ? NOTHING : evaluate(network, service);
  });
}

function foldReport(network: Network, report: UserReport | UserReports): readonly FoldOutput[] {
  const { model } = network;
  const service = openServiceIn(network, report.service);
  service.crowd ??= openCrowd(model, Math.floor((network.now - network.began) / model.minuteMs));
  const isOver =
    "people" in report
      ? hearMany(service.crowd, { ...report, at: network.now }, model)
      : hear(service.crowd, report, model);
  return isOver && isUpset(service.crowd) ? evaluate(network, service) : NOTHING;
}

function foldNotice(network: Network, notice: Notice): readonly FoldOutput[] {
  const service = openServiceIn(network, notice.service);
  hearNotice(service.notices, notice);
  return service.endpoints.size === 0 ? NOTHING : evaluate(network, service);
}
