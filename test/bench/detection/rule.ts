import type { FoldEvent } from "../../../shared/schema/index.ts";

/** What is compared on the same events: the project's fold, and the rules by which other tools decide. */

/** A rule begins or stops to alert for a service. */
export type Alarm = { readonly service: string; readonly at: number; readonly alerting: boolean };

export type Watch = {
  /** Takes one event in the order of time; gives the alarms that rose or fell. */
  see(event: FoldEvent): readonly Alarm[];
  /** Regions that the rule holds to be failing for a service now; empty when it says nothing of regions. */
  failing(service: string): readonly string[];
};

export type RuleWorld = {
  readonly regions: readonly string[];
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly intervalMs: number;
};

export type Rule = { readonly name: string; readonly peer: string; readonly open: (world: RuleWorld) => Watch };
