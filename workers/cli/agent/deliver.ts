import { RETRY_MS } from "./limits.ts";
import type { AgentNetwork } from "./network.ts";
import type { Outbox } from "./outbox.ts";

/** Hands rounds over, the oldest first and one at a time, until there is none or the network stops taking them. */

export type Delivered = {
  readonly sent: number;
  /** The newest version of the plan that was heard of; `null` for none. */
  readonly planVersion: string | null;
  readonly stopped: null | { readonly kind: "away" | "barred"; readonly because: string };
};

export async function deliver(
  outbox: Outbox,
  network: Pick<AgentNetwork, "post">,
  say: (words: string) => void,
): Promise<Delivered> {
  let sent = 0;
  let planVersion: string | null = null;
  for (let round = outbox.first(); round !== null; round = outbox.first()) {
    const answer = await network.post(round);
    if (answer.kind === "away" || answer.kind === "barred") return { sent, planVersion, stopped: answer };
    // More may have come meanwhile, and the oldest may have gone because there were too many.
    if (outbox.first()?.slot === round.slot && outbox.first()?.lane === round.lane) outbox.release();
    if (answer.kind === "refused") {
      say(`the network takes no round of ${round.lane} at ${new Date(round.slot).toISOString()}: ${answer.because}`);
      continue;
    }
    sent++;
    planVersion = answer.value?.planVersion ?? planVersion;
  }
  return { sent, planVersion, stopped: null };
}

/** Milliseconds to wait after so many failures in a row: twice as long each time, up to a minute. */
export function retryAfterMs(failures: number): number {
  return Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** Math.max(0, failures - 1));
}
