import { coloOf } from "./geo/colo.ts";
import { distanceKm } from "./geo/distance.ts";
import { findRegion } from "./geo/regions.ts";
import type { Ledger } from "./ledger.ts";
import type { Attendance } from "./observe/attendance.ts";
import { certificateOf } from "./observe/certificates.ts";
import { incidentsOf, type ProbeHealth, probesOf, standingOf } from "./readout.ts";
import { symptomsOf } from "./reports/symptoms.ts";
import {
  type Incident,
  type RegionView,
  type Service,
  type ServiceView,
  type Snapshot,
  targetText,
} from "./schema/index.ts";

/** The state of every service and probe as the network publishes it. Nothing is decided here: it is read out. */
export function snapshotOf(ledger: Ledger, services: readonly (Service & { readonly simulated: boolean })[]): Snapshot {
  const incidents = incidentsOf(ledger.network);
  const probes = probesOf(ledger.network);
  const views = services.flatMap((service) => viewOf(ledger, service, incidents) ?? []);
  return {
    asOf: ledger.asOf,
    services: views,
    regions: [...ledger.attendance.values()].map((attendance) => regionOf(attendance, probes, views)),
    incidents: [...incidents],
  };
}

function viewOf(
  ledger: Ledger,
  service: Service & { readonly simulated: boolean },
  incidents: readonly Incident[],
): ServiceView | null {
  const standing = standingOf(ledger.network, service.id);
  if (standing === null) return null;
  const { verdict, endpoints: beliefs, ground } = standing;
  return {
    id: service.id,
    name: service.name,
    tags: service.tags,
    simulated: service.simulated,
    help: service.help ?? null,
    symptoms: symptomsOf(service),
    official: service.official,
    verdict,
    since: ledger.since.get(service.id)?.at ?? verdict.at,
    endpoints: service.endpoints.map(({ id, name, essential, check }) => ({
      id,
      name,
      url: targetText(check),
      essential,
      certificate: certificateOf(ledger.certificates, { service: service.id, endpoint: id, now: ledger.asOf }),
      ...(beliefs[id] ?? { state: "unknown" as const, probability: 0, layer: null }),
    })),
    incident: incidents.find((incident) => incident.service === service.id) ?? null,
    ground,
  };
}

/** Places that are no region and have a name all the same. */
const NAMES: Readonly<Record<string, string>> = { local: "This machine", hub: "The hub, where heartbeats arrive" };

function regionOf(
  attendance: Attendance,
  probes: readonly ProbeHealth[],
  services: readonly ServiceView[],
): RegionView {
  const region = findRegion(attendance.place);
  const location = region ?? attendance.location ?? null;
  const wanted = location === null ? null : { latitude: location.latitude, longitude: location.longitude };
  const colo = attendance.colo === null ? null : coloOf(attendance.colo);
  const health = probes.find(({ region: place, reach }) => place === attendance.place && reach === "internet");
  return {
    id: attendance.place,
    name: region?.name ?? NAMES[attendance.place] ?? attendance.location?.name ?? attendance.place,
    realised: attendance.realised,
    simulated: attendance.simulated,
    wanted,
    colo,
    driftKm: wanted && colo ? Math.round(distanceKm(wanted, colo)) : null,
    health: { state: health?.state ?? "silent", ill: health?.ill ?? 0, because: [...(health?.because ?? [])] },
    lastRoundAt: attendance.lastRoundAt,
    rounds: {
      due: attendance.run + attendance.missed,
      run: attendance.run,
      missed: attendance.missed,
      late: attendance.late,
    },
    extraLooks: attendance.extra ?? 0,
    controls: [...(health?.controls ?? [])],
    errorRate: health?.errorRate ?? null,
    worst: worstAt(attendance.place, services),
  };
}

const ORDER = { unknown: 0, up: 1, degraded: 2, down: 3 } as const;

function worstAt(place: string, services: readonly ServiceView[]): RegionView["worst"] {
  let worst: RegionView["worst"] = null;
  for (const { id, verdict } of services) {
    const belief = verdict.regions[place];
    if (belief === undefined) continue;
    const isWorse =
      worst === null ||
      ORDER[belief.state] > ORDER[worst.state] ||
      (belief.state === worst.state && belief.probability > worst.probability);
    if (isWorse) worst = { ...belief, service: id };
  }
  return worst;
}
