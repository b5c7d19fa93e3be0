import type { FoldOutput } from "../../../shared/evaluate.ts";
import { fold } from "../../../shared/fold.ts";
import { DEFAULT_MODEL } from "../../../shared/fuse/model.ts";
import { type Network, openNetwork } from "../../../shared/network.ts";
import type { ServiceId, Verdict } from "../../../shared/schema/index.ts";
import type { Alarm, Watch } from "./rule.ts";

/** The project's own rule, as whoever reads the replay sees it: an alarm is the entry into `open`, its end `resolved`. */
export type OurWatch = Watch & { readonly network: Network; verdictOf(service: string): Verdict | undefined };

export function openOurs(): OurWatch {
  const network = openNetwork(DEFAULT_MODEL);
  const alerting = new Set<string>();
  const verdictOf = (service: string) => network.verdicts.get(service as ServiceId);
  const alarmOf = (output: FoldOutput): readonly Alarm[] => {
    if (output.type !== "event") return [];
    const { service, at, phase } = output.event;
    const isAlerting = phase === "open" || (phase === "recovering" && alerting.has(service));
    if (isAlerting === alerting.has(service)) return [];
    if (isAlerting) alerting.add(service);
    else alerting.delete(service);
    return [{ service, at, alerting: isAlerting }];
  };
  return {
    network,
    verdictOf,
    see: (event) => fold(network, event).flatMap(alarmOf),
    failing: (service) =>
      Object.entries(verdictOf(service)?.regions ?? {}).flatMap(([region, { state }]) =>
        state === "down" || state === "degraded" ? [region] : [],
      ),
  };
}
