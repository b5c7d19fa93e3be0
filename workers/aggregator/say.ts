import type { FoldOutput } from "../../shared/evaluate.ts";

/** One line per change of state or phase, for whoever runs the network. */
export function say(outputs: readonly FoldOutput[]): void {
  for (const output of outputs) {
    if (output.type !== "event") continue;
    const { kind, service, because } = output.event;
    console.log(JSON.stringify({ event: kind, service, because }));
  }
}
