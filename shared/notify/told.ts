import { countriesOf } from "../geo/countries.ts";
import { hashOf } from "../observe/slot.ts";
import { reconnectPlan } from "../recovery/reconnect.ts";
import { recoveryOf } from "../recovery/recovery.ts";
import {
  type CertificateTold,
  EVENT_VERSION,
  type EventService,
  type IncidentTold,
  type MaintenanceTold,
  type NoticeTold,
  type ProbeTold,
} from "../schema/event.ts";
import { EventId } from "../schema/ids.ts";
import type { Incident, IncidentEvent } from "../schema/incident.ts";
import type { Maintenance, PublishedNotice, RegionView, Verdict } from "../schema/index.ts";
import { parseInstant } from "../schema/instant.ts";
import { isFailing } from "./filter.ts";

/** What has happened, made into what subscribers are told. Ids follow from what they name, so that a second telling is known. */

type About = { readonly service: EventService; readonly simulated: boolean };

export function incidentTold(
  event: IncidentEvent,
  { incident, service, simulated, holdMs }: About & { readonly incident: Incident; readonly holdMs: number },
): IncidentTold {
  const { id, sequence, kind, at, because, verdict } = event;
  const isReturning = event.phase === "recovering" || event.phase === "resolved";
  const failing = Object.keys(verdict.regions).filter((region) => isFailing(verdict, region));
  return {
    type: kind,
    id,
    version: EVENT_VERSION,
    at,
    sequence,
    simulated,
    because,
    service,
    incident: {
      id: incident.id,
      phase: incident.phase,
      state: incident.state,
      scope: incident.scope,
      layer: incident.layer,
      provider: incident.provider ?? null,
      regions: incident.regions,
      suspectedAt: incident.suspectedAt,
      openedAt: "openedAt" in incident ? incident.openedAt : null,
      recoveringAt: "recoveringAt" in incident ? incident.recoveringAt : null,
      resolvedAt: "resolvedAt" in incident ? incident.resolvedAt : null,
      withdrawnAt: "withdrawnAt" in incident ? incident.withdrawnAt : null,
    },
    verdict,
    countries: failing.flatMap(countriesOf).sort(),
    muted: event.muted ?? null,
    reconnect: isReturning ? reconnectPlan(recoveryOf({ now: at, incident, holdMs, changes: [], past: [] }), at) : null,
  };
}

export function noticeTold(
  notice: PublishedNotice,
  { service, simulated, verdict, at }: About & { verdict: Verdict | null; at: number },
): NoticeTold {
  // A vendor's id may be any text: its hash stands for it.
  const name = [idPart(service.id), notice.source, hashOf(notice.id).toString(36), notice.updatedAt.toString(36)].join(
    "_",
  );
  return {
    type: "notice.published",
    id: EventId.parse(`evt_notice_${name}`),
    version: EVENT_VERSION,
    at,
    sequence: notice.updatedAt,
    simulated,
    because: [notice.title, ...(notice.words === "" ? [] : [notice.words])],
    service,
    notice,
    verdict,
  };
}

export function maintenanceTold(
  maintenance: Maintenance,
  { edge, service, simulated, verdict }: About & { edge: "started" | "ended"; verdict: Verdict | null },
): MaintenanceTold {
  const [from, to] = [parseInstant(maintenance.from) ?? 0, parseInstant(maintenance.to) ?? 0];
  const sequence = edge === "started" ? 0 : 1;
  return {
    type: `maintenance.${edge}`,
    id: EventId.parse(`evt_maintenance_${idPart(service.id)}_${from.toString(36)}_${sequence}`),
    version: EVENT_VERSION,
    at: edge === "started" ? from : to,
    sequence,
    simulated,
    because: [maintenance.reason],
    service,
    maintenance,
    verdict,
  };
}

/** `null` for a probe that is well. `since`: when it was last well. */
export function probeTold(region: RegionView, { since }: { since: number }): ProbeTold | null {
  const { state, ill, because } = region.health;
  if (state === "well") return null;
  return {
    type: "probe.ill",
    id: EventId.parse(`evt_probe_${region.id}_${since.toString(36)}`),
    version: EVENT_VERSION,
    at: since,
    sequence: 0,
    simulated: region.simulated,
    because,
    probe: {
      region: region.id,
      name: region.name,
      realised: region.realised,
      state,
      ill,
      lastRoundAt: region.lastRoundAt,
    },
  };
}

export function certificateTold(
  {
    endpoint,
    expiresAt,
    days,
    at,
  }: { endpoint: CertificateTold["endpoint"]; expiresAt: number; days: number; at: number },
  { service, simulated, verdict }: About & { verdict: Verdict | null },
): CertificateTold {
  const daysLeft = Math.round(((expiresAt - at) / 86_400_000) * 10) / 10;
  return {
    type: "certificate.expiring",
    id: EventId.parse(`evt_certificate_${idPart(service.id)}_${idPart(endpoint.id)}_${expiresAt.toString(36)}_${days}`),
    version: EVENT_VERSION,
    at,
    sequence: at,
    simulated,
    because: [
      daysLeft > 0
        ? `the certificate of ${endpoint.name} runs out in ${daysLeft} days`
        : `the certificate of ${endpoint.name} has run out`,
    ],
    service,
    endpoint,
    certificate: { expiresAt, daysLeft },
    verdict,
  };
}

/** One of our ids as a part of another: without dots, as a webhook's signature puts dots around it. */
function idPart(id: string): string {
  return id.replaceAll(".", "--");
}
