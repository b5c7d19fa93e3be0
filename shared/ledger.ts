import type { FoldOutput } from "./evaluate.ts";
import { fold } from "./fold.ts";
import type { Model } from "./fuse/model.ts";
import type { ServiceFacts } from "./fuse/service.ts";
import { declareServices, type Network, openNetwork } from "./network.ts";
import { type Attendance, attend, attendExtra } from "./observe/attendance.ts";
import { type Budget, earn, regionName, serviceName } from "./observe/budget.ts";
import { type Certificates, forgetCertificates, noteCertificates } from "./observe/certificates.ts";
import { EXTRA_SAVED, EXTRA_SHARE } from "./observe/limits.ts";
import { readBucket } from "./reports/bucket.ts";
import { restoreNetwork, saveNetwork } from "./save-network.ts";
import type {
  FoldEvent,
  Looks,
  Notice,
  PlaceId,
  ReportBatch,
  Round,
  SeenCertificate,
  ServiceId,
  State,
} from "./schema/index.ts";

/**
 * What one network knows: the fold's state, which rounds went into it, how punctual each place is, and since when each
 * state holds. Rounds may come twice or after a restart; each counts once. Changed in place, like the fold's state.
 */
export type Ledger = {
  readonly network: Network;
  /** The newest slot folded, per lane. */
  readonly lastSlots: Map<string, number>;
  readonly attendance: Map<PlaceId, Attendance>;
  readonly since: Map<ServiceId, { state: State; at: number }>;
  /** What may be looked at besides the schedule, by region and by service. */
  readonly budget: Budget;
  /** What servers showed of themselves to probes that can see it. */
  readonly certificates: Certificates;
  /** Up to which mark each intake's reports have been folded. */
  readonly reported: Map<string, number>;
  /** The time that the network has reached, in milliseconds. */
  asOf: number;
};

export function openLedger(model: Model, services: readonly ServiceFacts[]): Ledger {
  return {
    network: openNetwork(model, services),
    lastSlots: new Map(),
    attendance: new Map(),
    since: new Map(),
    budget: new Map(),
    certificates: new Map(),
    reported: new Map(),
    asOf: 0,
  };
}

/** Folds one round, unless it has been folded before. */
export function foldRound(ledger: Ledger, round: Round): readonly FoldOutput[] {
  const previousSlot = ledger.lastSlots.get(round.lane);
  if (previousSlot !== undefined && round.slot <= previousSlot) return [];
  ledger.lastSlots.set(round.lane, round.slot);
  ledger.attendance.set(round.region, attend(ledger.attendance.get(round.region), round, previousSlot));
  noteCertificates(ledger.certificates, round);
  credit(ledger, round);
  return foldEvents(ledger, eventsOf(round));
}

/** Folds what was told besides rounds. What a round tells as well is no news the second time. */
export function foldLooks(ledger: Ledger, looks: Looks): readonly FoldOutput[] {
  const before = ledger.attendance.get(looks.region);
  if (looks.extra && before !== undefined)
    ledger.attendance.set(looks.region, attendExtra(before, looks.observations.length));
  return foldEvents(ledger, eventsOf(looks));
}

/** Folds what vendors say of services that are declared. The fold keeps the newest word of each source. */
export function foldNotices(ledger: Ledger, notices: readonly Notice[]): readonly FoldOutput[] {
  const declared = notices.filter(({ service }) => ledger.network.services.has(service));
  return foldEvents(
    ledger,
    declared.map((notice) => ({ type: "notice" as const, ...notice })),
  );
}

/**
 * Folds the reports that an intake hands over, if they go on where it left off. Answers up to which mark of that intake all
 * is folded: what was lost on the way, on either side, is handed over again from there, and nothing is counted twice.
 */
export function foldReports(
  ledger: Ledger,
  { from, after, upTo, at, minutes }: ReportBatch,
): { taken: boolean; upTo: number; outputs: readonly FoldOutput[] } {
  const known = ledger.reported.get(from) ?? after;
  if (known !== after) return { taken: false, upTo: known, outputs: [] };
  ledger.reported.set(from, upTo);
  const declared = minutes.filter(({ service }) => ledger.network.services.has(service));
  const events = declared.flatMap(({ service, counts }) =>
    Object.entries(counts).map(([name, people]) => ({
      type: "reports" as const,
      service,
      ...readBucket(name),
      people,
      at,
    })),
  );
  return { taken: true, upTo, outputs: foldEvents(ledger, events) };
}

/** Says that time has passed. */
export function foldTime(ledger: Ledger, now: number): readonly FoldOutput[] {
  return foldEvents(ledger, [{ type: "tick", at: now }]);
}

export function redeclare(ledger: Ledger, services: readonly ServiceFacts[]): void {
  declareServices(ledger.network, services);
  forgetCertificates(ledger.certificates, (service) => services.some(({ id }) => id === service));
}

/** Plain data for storage; `restoreLedger` continues from it as if nothing had happened. */
export function saveLedger(ledger: Ledger): unknown {
  return {
    network: saveNetwork(ledger.network),
    lastSlots: [...ledger.lastSlots],
    attendance: [...ledger.attendance],
    since: [...ledger.since],
    budget: [...ledger.budget],
    certificates: [...ledger.certificates].map(([name, seen]) => [name, [...seen]]),
    reported: [...ledger.reported],
    asOf: ledger.asOf,
  };
}

export function restoreLedger(model: Model, saved: unknown, services: readonly ServiceFacts[]): Ledger {
  // Written by `saveLedger` and by nothing else; the network inside checks its own version.
  const { network, lastSlots, attendance, since, budget, certificates, reported, asOf } = saved as {
    network: unknown;
    lastSlots: [string, number][];
    attendance: [PlaceId, Attendance][];
    since: [ServiceId, { state: State; at: number }][];
    budget?: [string, number][];
    certificates?: [string, [PlaceId, SeenCertificate][]][];
    reported?: [string, number][];
    asOf: number;
  };
  return {
    network: restoreNetwork(model, network, services),
    lastSlots: new Map(lastSlots),
    attendance: new Map(attendance),
    since: new Map(since),
    budget: new Map(budget),
    certificates: new Map((certificates ?? []).map(([name, seen]) => [name, new Map(seen)])),
    reported: new Map(reported),
    asOf,
  };
}

/** What a round says to the fold, in the order in which it was seen. */
export function eventsOf({ controls, observations }: Pick<Round, "controls" | "observations">): FoldEvent[] {
  const events: FoldEvent[] = [
    ...controls.map((control) => ({ type: "control" as const, ...control })),
    ...observations.map((observation) => ({ type: "observation" as const, ...observation })),
  ];
  return events.sort((a, b) => a.at - b.at);
}

/** Regular looks earn extra ones; what is not short of any earns nothing. */
function credit({ budget }: Ledger, { region, observations }: Round): void {
  if (budget.size === 0) return;
  earn(budget, regionName(region), observations.length, { share: EXTRA_SHARE, saved: EXTRA_SAVED.region });
  for (const { service } of observations)
    earn(budget, serviceName(service), 1, { share: EXTRA_SHARE, saved: EXTRA_SAVED.service });
}

function foldEvents(ledger: Ledger, events: readonly FoldEvent[]): FoldOutput[] {
  const outputs: FoldOutput[] = [];
  for (const event of events) {
    ledger.asOf = Math.max(ledger.asOf, event.at);
    for (const output of fold(ledger.network, event)) {
      outputs.push(output);
      if (output.type === "verdict") note(ledger, output.verdict.service, output.verdict.state, output.verdict.at);
    }
  }
  return outputs;
}

function note(ledger: Ledger, service: ServiceId, state: State, at: number): void {
  if (ledger.since.get(service)?.state !== state) ledger.since.set(service, { state, at });
}
