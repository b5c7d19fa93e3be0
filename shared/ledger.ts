import type { FoldOutput } from "./evaluate.ts";
import { fold } from "./fold.ts";
import type { Model } from "./fuse/model.ts";
import type { ServiceFacts } from "./fuse/service.ts";
import { declareServices, type Network, openNetwork } from "./network.ts";
import { type Attendance, attend } from "./observe/attendance.ts";
import { restoreNetwork, saveNetwork } from "./save-network.ts";
import type { FoldEvent, Notice, PlaceId, Round, ServiceId, State } from "./schema/index.ts";

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
  /** The time that the network has reached, in milliseconds. */
  asOf: number;
};

export function openLedger(model: Model, services: readonly ServiceFacts[]): Ledger {
  return {
    network: openNetwork(model, services),
    lastSlots: new Map(),
    attendance: new Map(),
    since: new Map(),
    asOf: 0,
  };
}

/** Folds one round, unless it has been folded before. */
export function foldRound(ledger: Ledger, round: Round): readonly FoldOutput[] {
  const previousSlot = ledger.lastSlots.get(round.lane);
  if (previousSlot !== undefined && round.slot <= previousSlot) return [];
  ledger.lastSlots.set(round.lane, round.slot);
  ledger.attendance.set(round.region, attend(ledger.attendance.get(round.region), round, previousSlot));
  return foldEvents(ledger, eventsOf(round));
}

/** Folds what vendors say of services that are declared. The fold keeps the newest word of each source. */
export function foldNotices(ledger: Ledger, notices: readonly Notice[]): readonly FoldOutput[] {
  const declared = notices.filter(({ service }) => ledger.network.services.has(service));
  return foldEvents(
    ledger,
    declared.map((notice) => ({ type: "notice" as const, ...notice })),
  );
}

/** Says that time has passed. */
export function foldTime(ledger: Ledger, now: number): readonly FoldOutput[] {
  return foldEvents(ledger, [{ type: "tick", at: now }]);
}

export function redeclare(ledger: Ledger, services: readonly ServiceFacts[]): void {
  declareServices(ledger.network, services);
}

/** Plain data for storage; `restoreLedger` continues from it as if nothing had happened. */
export function saveLedger(ledger: Ledger): unknown {
  return {
    network: saveNetwork(ledger.network),
    lastSlots: [...ledger.lastSlots],
    attendance: [...ledger.attendance],
    since: [...ledger.since],
    asOf: ledger.asOf,
  };
}

export function restoreLedger(model: Model, saved: unknown, services: readonly ServiceFacts[]): Ledger {
  // Written by `saveLedger` and by nothing else; the network inside checks its own version.
  const { network, lastSlots, attendance, since, asOf } = saved as {
    network: unknown;
    lastSlots: [string, number][];
    attendance: [PlaceId, Attendance][];
    since: [ServiceId, { state: State; at: number }][];
    asOf: number;
  };
  return {
    network: restoreNetwork(model, network, services),
    lastSlots: new Map(lastSlots),
    attendance: new Map(attendance),
    since: new Map(since),
    asOf,
  };
}

/** What a round says to the fold, in the order in which it was seen. */
export function eventsOf(round: Round): FoldEvent[] {
  const events: FoldEvent[] = [
    ...round.controls.map((control) => ({ type: "control" as const, ...control })),
    ...round.observations.map((observation) => ({ type: "observation" as const, ...observation })),
  ];
  return events.sort((a, b) => a.at - b.at);
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
