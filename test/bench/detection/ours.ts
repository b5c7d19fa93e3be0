import type { FoldOutput } from "../../../shared/evaluate.ts";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { type Network, openNetwork } from "../../../shared/network.ts";
import type { IncidentEvent, ServiceId, Verdict } from "../../../shared/schema/index.ts";
import type { Alarm, Watch } from "./rule.ts";

/** The project's own rule, as whoever reads the replay sees it: an alarm is the entry into `open`, its end `resolved`. */
export type OurWatch = Watch & {
  readonly network: Network;
  verdictOf(service: string): Verdict | undefined;
  /** The same events read impatiently: `recovering` already is the end. To be asked about an event after this one. */
  readonly impatient: Watch;
};

export function openOurs(): OurWatch {
  const network = openNetwork(DEFAULT_MODEL);
  const patient = readerOf((phase, isAlerting) => phase === "open" || (phase === "recovering" && isAlerting));
  const impatient = readerOf((phase) => phase === "open");
  const verdictOf = (service: string) => network.verdicts.get(service as ServiceId);
  const failing = (service: string) =>
    Object.entries(verdictOf(service)?.regions ?? {}).flatMap(([region, { state }]) =>
      state === "down" || state === "degraded" ? [region] : [],
    );
  let outputs: readonly FoldOutput[] = [];
  return {
    network,
    verdictOf,
    see: (event) => {
      outputs = fold(network, event);
      return outputs.flatMap(patient);
    },
    failing,
    impatient: { see: () => outputs.flatMap(impatient), failing },
  };
}

/** Turns what the fold puts out into alarms, one reader's way. */
function readerOf(
  alerts: (phase: IncidentEvent["phase"], isAlerting: boolean) => boolean,
): (output: FoldOutput) => readonly Alarm[] {
  const alerting = new Set<string>();
  return (output) => {
    if (output.type !== "event") return [];
    const { service, at, phase } = output.event;
    const isAlerting = alerts(phase, alerting.has(service));
    if (isAlerting === alerting.has(service)) return [];
    if (isAlerting) alerting.add(service);
    else alerting.delete(service);
    return [{ service, at, alerting: isAlerting }];
  };
}
