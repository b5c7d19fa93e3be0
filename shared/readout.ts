import { currentIncident } from "./evaluate.ts";
import { glancesByRegion, illnessReason } from "./fuse/glance.ts";
import { illness } from "./fuse/health.ts";
import { judge } from "./fuse/judge.ts";
import { sightAt } from "./fuse/sights.ts";
import { groundOf } from "./ground.ts";
import { rounded, verdictFrom } from "./incident/verdict.ts";
import { type Network, probesIn } from "./network.ts";
import type { EndpointBeliefs, Incident, Outcome, PlaceId, ServiceId, Verdict, Vote } from "./schema/index.ts";
import type { Ground } from "./schema/map-frame.ts";
import type { Reach } from "./schema/observation.ts";

/** What the fold knows, read out for whoever asks. Nothing is put out and no incident moves. */

/** A service as it stands: the verdict, the belief about each of its endpoints, and what is known of it by place. */
export type Standing = { readonly verdict: Verdict; readonly endpoints: EndpointBeliefs; readonly ground: Ground };

/** `null` for a service that is not known. */
export function standingOf(network: Network, service: ServiceId): Standing | null {
  const belief = network.services.get(service);
  if (belief === undefined) return null;
  const judgement = judge(belief, network);
  const incident = currentIncident(network.incidents.get(service)?.incident ?? null);
  return {
    verdict: verdictFrom({ service, judgement, incident }),
    ground: groundOf(belief, judgement, network),
    endpoints: Object.fromEntries(
      [...judgement.endpoints].map(([id, endpoint]) => [
        id,
        { ...endpoint, probability: rounded(endpoint.probability) },
      ]),
    ),
  };
}

export function verdictOf(network: Network, service: ServiceId): Verdict | null {
  return standingOf(network, service)?.verdict ?? null;
}

/** Why a verdict is what it is: the last look at every endpoint from every region, and what each was worth. */
export function evidenceOf(network: Network, service: ServiceId): readonly Vote[] {
  const belief = network.services.get(service);
  if (belief === undefined) return [];
  const votes = glancesByRegion(belief, network).flatMap(([region, glances]) =>
    glances.flatMap(({ endpoint, place, ill, fresh }): Vote[] => {
      const sight = sightAt(endpoint.sights, place);
      if (sight === null) return [];
      const logLikelihoodRatio = rounded(sight.logLikelihoodRatio);
      return [{ endpoint: endpoint.id, region, ...sight, logLikelihoodRatio, weight: 1 - ill, fresh }];
    }),
  );
  const order = [...belief.endpoints.keys()];
  return votes.sort((a, b) => order.indexOf(a.endpoint) - order.indexOf(b.endpoint));
}

export type ProbeHealth = {
  readonly region: PlaceId;
  readonly reach: Reach;
  readonly state: "well" | "ill" | "silent";
  /** P(the probe is ill). */
  readonly ill: number;
  readonly because: readonly string[];
  /** The last word of each control target, in the order of their names. */
  readonly controls: readonly { readonly control: string; readonly outcome: Outcome; readonly at: number }[];
  /** Share of looks that fail although nothing is wrong with the target, as learned. */
  readonly errorRate: number;
};

/** How every probe is. */
export function probesOf(network: Network): readonly ProbeHealth[] {
  const { now, model } = network;
  return probesIn(network).map((probe) => {
    const ill = illness(probe, { now, without: null }, model);
    const failed = [...probe.controls].filter(([, { outcome }]) => outcome !== "pass").map(([control]) => control);
    const isSilent = now - probe.lastAt > model.freshIntervals * model.minuteMs;
    const isIll = ill >= model.health.illFrom;
    const controls = `${probe.controls.size - failed.length} of ${probe.controls.size} control targets answer`;
    return {
      region: probe.region,
      reach: probe.reach,
      state: isIll ? "ill" : isSilent ? "silent" : "well",
      ill,
      because: [
        isIll ? illnessReason(probe.region, probe) : controls,
        ...(failed.length > 0 ? [`no answer from ${failed.join(", ")}`] : []),
      ],
      controls: [...probe.controls]
        .map(([control, { outcome, at }]) => ({ control, outcome, at }))
        .sort((a, b) => (a.control < b.control ? -1 : 1)),
      errorRate: probe.errorRate,
    };
  });
}

/** Incidents that are not over, with the regions they have touched as these stand now. */
export function incidentsOf(network: Network): readonly Incident[] {
  return [...network.incidents.values()].flatMap(({ incident, touched }) => {
    if (currentIncident(incident) === null) return [];
    const regions = Object.entries(verdictOf(network, incident.service)?.regions ?? {});
    return [{ ...incident, regions: Object.fromEntries(regions.filter(([id]) => touched.includes(id))) }];
  });
}
