import type { Ledger } from "../../shared/ledger.ts";
import { certificateTold, maintenanceTold, probeTold } from "../../shared/notify/told.ts";
import { dueWarning, type Warned } from "../../shared/observe/certificate.ts";
import { type Event, type Observation, parseInstant, targetText } from "../../shared/schema/index.ts";
import { snapshotOf } from "../../shared/snapshot.ts";
import { MAINTENANCE_TOLD_MS } from "./limits.ts";
import type { Shard } from "./shard.ts";
import type { WatchedService } from "./store/services.ts";

/** What is worth telling besides incidents: a maintenance begins or ends, a probe falls ill, a certificate runs out. */

/** What was told already. Plain data, kept with the fold's state. */
export type Said = {
  /** Maintenance edges, by event id, with their time. */
  readonly edges: Readonly<Record<string, number>>;
  /** Probes that are ill, with the minute in which they fell ill; a probe is told of at its second minute. */
  readonly ill: Readonly<Record<string, number>>;
  /** Warnings of certificates, by service and endpoint. */
  readonly warned: Readonly<Record<string, Warned>>;
};

export const NOTHING_SAID: Said = { edges: {}, ill: {}, warned: {} };

export type Known = {
  readonly ledger: Ledger;
  readonly services: readonly WatchedService[];
  readonly shard: Shard;
  readonly said: Said;
  /** Milliseconds. */
  readonly now: number;
};

/** Once a minute. */
export function occasionsOf(known: Known): { events: Event[]; said: Said } {
  const edges = edgesOf(known);
  // Every shard judges every probe; one of them speaks.
  const ill = known.shard.index === 0 ? illnessesOf(known) : { events: [], ill: known.said.ill };
  return { events: [...edges.events, ...ill.events], said: { ...known.said, edges: edges.edges, ill: ill.ill } };
}

function edgesOf({ services, ledger, said, now }: Known): { events: Event[]; edges: Said["edges"] } {
  const events: Event[] = [];
  const isDue = (at: number) => at <= now && at > now - MAINTENANCE_TOLD_MS;
  for (const { id, name, tags, simulated, maintenance } of services) {
    for (const window of maintenance) {
      const about = { service: { id, name, tags }, simulated, verdict: ledger.network.verdicts.get(id) ?? null };
      if (isDue(parseInstant(window.from) ?? 0)) events.push(maintenanceTold(window, { ...about, edge: "started" }));
      if (isDue(parseInstant(window.to) ?? 0)) events.push(maintenanceTold(window, { ...about, edge: "ended" }));
    }
  }
  const recent = Object.entries(said.edges).filter(([, at]) => at > now - 2 * MAINTENANCE_TOLD_MS);
  const fresh = events.filter(({ id }) => said.edges[id] === undefined);
  return { events: fresh, edges: Object.fromEntries([...recent, ...fresh.map(({ id, at }) => [id, at] as const)]) };
}

function illnessesOf({ ledger, services, said, now }: Known): { events: Event[]; ill: Said["ill"] } {
  const events: Event[] = [];
  const ill: Record<string, number> = {};
  for (const region of snapshotOf(ledger, services).regions) {
    if (region.health.state === "well" || region.lastRoundAt === null) continue;
    const since = said.ill[region.id];
    ill[region.id] = since ?? now;
    // A negative time has been told: it stands for the same illness until the probe is well.
    if (since === undefined || since < 0) continue;
    const event = probeTold(region, { since });
    if (event !== null) events.push(event);
    ill[region.id] = -since;
  }
  return { events, ill };
}

/** What some observations say of certificates. */
export function warningsOf(
  observations: readonly Observation[],
  { services, ledger, said }: Pick<Known, "services" | "ledger" | "said">,
): { events: Event[]; said: Said } {
  const events: Event[] = [];
  const warned: Record<string, Warned> = {};
  for (const { service: id, endpoint: endpointId, certificateExpiresAt, at } of observations) {
    const key = `${id}/${endpointId}`;
    const due =
      certificateExpiresAt == null ? null : dueWarning(certificateExpiresAt, at, warned[key] ?? said.warned[key]);
    const service = services.find((candidate) => candidate.id === id);
    const endpoint = service?.endpoints.find((candidate) => candidate.id === endpointId);
    if (due === null || service === undefined || endpoint === undefined) continue;
    warned[key] = due;
    const { name, tags, simulated } = service;
    const where = { id: endpoint.id, name: endpoint.name, url: targetText(endpoint.check) };
    const about = { service: { id, name, tags }, simulated, verdict: ledger.network.verdicts.get(id) ?? null };
    events.push(certificateTold({ endpoint: where, expiresAt: due.expiresAt, days: due.days, at }, about));
  }
  return { events, said: events.length === 0 ? said : { ...said, warned: { ...said.warned, ...warned } } };
}
