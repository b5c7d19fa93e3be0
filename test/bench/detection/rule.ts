import type { FoldEvent } from "../../../shared/schema/index.ts";

/** The interface that every detection rule is measured through, ours and the peers': events in, alarms out. */

/** Rises when a rule begins to alert for a service, falls when it stops. */
export type Alarm = { readonly service: string; readonly at: number; readonly alerting: boolean };

/** What a rule is told before the first event: the vantage points, the endpoints of each service, and how often they look. */
export type Watched = {
  readonly regions: readonly string[];
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly intervalMs: number;
};

export type Watch = {
  /** Takes one event in the order of time; gives the alarms that rose or fell. */
  see(event: FoldEvent): readonly Alarm[];
  /** Regions that the rule holds to be failing for a service now (for region F1); empty when it says nothing of regions. */
  failing(service: string): readonly string[];
};

export type Rule = { readonly name: string; readonly peer: string; readonly open: (world: Watched) => Watch };
