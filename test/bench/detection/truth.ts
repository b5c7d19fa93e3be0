import { LAYER_OF_CAUSE, type Layer } from "../../../shared/schema/index.ts";
import { type Fault, MINUTE, START } from "../../support/timeline.ts";
import { type Draw, PLACES } from "./kind.ts";

/** What was really the case: derived from the faults that were drawn, never from what anyone saw. */

export type Outage = {
  readonly service: string;
  /** Milliseconds, the end excluded. */
  readonly from: number;
  readonly to: number;
  readonly faults: readonly Fault[];
  readonly layer: Layer | null;
  /** Probes can see it. */
  readonly visible: boolean;
};

/** Minutes between two faults of a service that make them two outages. */
const APART_MINUTES = 10;

export function outagesOf({ faults = [] }: Draw): Outage[] {
  const real = faults.flatMap((fault) => (isOutage(fault) ? [{ ...fault, service: fault.service }] : []));
  const outages: Outage[] = [];
  for (const service of new Set(real.map((fault) => fault.service))) {
    const ordered = real.filter((fault) => fault.service === service).sort((a, b) => a.from - b.from);
    let group: Fault[] = [];
    for (const fault of ordered) {
      if (group.length > 0 && fault.from > Math.max(...group.map(({ to }) => to)) + APART_MINUTES) {
        outages.push(outageOf(service, group));
        group = [];
      }
      group.push(fault);
    }
    outages.push(outageOf(service, group));
  }
  return outages;
}

/** The regions in which a service was failing at an instant. */
export function failingAt(outages: readonly Outage[], service: string, at: number): string[] {
  const minute = (at - START) / MINUTE;
  const active = outages
    .filter((outage) => outage.service === service)
    .flatMap(({ faults }) => faults)
    .filter(({ from, to }) => minute >= from && minute < to);
  return PLACES.filter((place) => active.some((fault) => fault.in?.includes(place) ?? true));
}

function isOutage(fault: Fault): fault is Fault & { service: string } {
  return fault.service !== undefined && !fault.probe && fault.outcome === undefined;
}

function outageOf(service: string, faults: readonly Fault[]): Outage {
  const [first] = faults;
  const cause = first?.slowBy === undefined ? (first?.causes?.[0]?.[0] ?? first?.cause ?? "origin_error") : "slow";
  return {
    service,
    faults,
    from: START + Math.min(...faults.map(({ from }) => from)) * MINUTE,
    to: START + Math.max(...faults.map(({ to }) => to)) * MINUTE,
    layer: LAYER_OF_CAUSE[cause],
    visible: !faults.every(({ hidden }) => hidden),
  };
}
