import type { Watch } from "../rule.ts";

/**
 * A rule behind a check of its own connection: while the vantage point's control fails, its looks are not taken at all and
 * counters stay as they are. The peers that have this ask one address; the first control that is seen stands for it. An answer
 * of any kind shows a connection, so only a failed control shuts the gate.
 */
export function behindGate(watch: Watch, region: string | undefined): Watch {
  let control: string | undefined;
  let isOpen = true;
  return {
    see(event) {
      if (event.type === "control" && event.region === region) {
        control ??= event.control;
        if (event.control === control) isOpen = event.outcome !== "fail";
      }
      if (event.type === "observation" && event.region === region && !isOpen) return [];
      return watch.see(event);
    },
    failing: watch.failing,
  };
}
