import type { Round } from "../../shared/schema/index.ts";
import { OUTBOX_BATCH } from "./limits.ts";
import type { Outbox, PendingRound } from "./store/outbox.ts";

/**
 * Hands rounds over in order: each is stored in D1 and told to the aggregator. The two are independent, so that
 * detection goes on while D1 is away and storage while the aggregator is. What fails stays in the outbox.
 */
export type Ports = {
  readonly store: (round: Round) => Promise<unknown>;
  readonly tell: (round: Round) => Promise<{ planVersion: string }>;
};

/** `planVersion` is the aggregator's newest, or `null` when it could not be told anything. */
export type HandOver = { readonly planVersion: string | null; readonly failures: readonly string[] };

export async function handOver(round: Round, outbox: Outbox, ports: Ports): Promise<HandOver> {
  const failures = new Map<"store" | "tell", string>();
  let planVersion: string | null = null;
  const attempt = async (beat: "store" | "tell", work: () => Promise<unknown>): Promise<boolean> => {
    if (failures.has(beat)) return false;
    try {
      await work();
      return true;
    } catch (error) {
      failures.set(beat, `${beat}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };
  // Order is kept: behind a backlog longer than one batch the new round waits its turn.
  const waits = outbox.size() > OUTBOX_BATCH;
  if (waits) outbox.put({ round, stored: false, told: false });
  const queue: PendingRound[] = outbox.pending(OUTBOX_BATCH);
  if (!waits) queue.push({ round, stored: false, told: false });
  for (const entry of queue) {
    const isNew = entry.round === round;
    const stored = entry.stored || (await attempt("store", () => ports.store(entry.round)));
    const told =
      entry.told ||
      (await attempt("tell", async () => {
        planVersion = (await ports.tell(entry.round)).planVersion;
      }));
    if (stored && told) {
      if (!isNew) outbox.remove(entry.round.slot);
    } else if (isNew || stored !== entry.stored || told !== entry.told) {
      outbox.put({ round: entry.round, stored, told });
    }
  }
  return { planVersion, failures: [...failures.values()] };
}
