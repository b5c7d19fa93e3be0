import { announce } from "./deliveries/fan-out.ts";
import type { Env } from "./env.ts";
import { D1_BATCH } from "./limits.ts";
import { type Shard, shardName } from "./shard.ts";
import { countEvents } from "./store/records.ts";
import type { FusionStore } from "./store/state.ts";
import { writeRecords } from "./store/write-records.ts";

/** Writes kept records to D1 in order, one writer at a time; what fails is tried again at the next call. */
export function createRecordWriter(options: {
  readonly env: Env;
  readonly shard: Shard;
  readonly store: FusionStore;
  readonly waitUntil: (work: Promise<unknown>) => void;
}): { readonly flush: () => Promise<void> } {
  const { env, shard, store, waitUntil } = options;
  let writing: Promise<void> = Promise.resolve();

  async function writeKept(): Promise<void> {
    try {
      for (let kept = store.kept(D1_BATCH); kept.length > 0; kept = store.kept(D1_BATCH)) {
        const records = kept.map(({ record }) => record);
        await writeRecords(env.DB, records);
        store.release(Math.max(...kept.map(({ id }) => id)));
        tell(countEvents(records));
      }
    } catch (error) {
      console.warn("records kept until D1 answers", { shard: shardName(shard), error: String(error) });
    }
  }

  /** Nobody waits for it: what the queue does not take, the sweep finds. */
  function tell(events: number): void {
    waitUntil(
      announce(env, events).catch((error: unknown) =>
        console.warn("events wait for the sweep", { shard: shardName(shard), error: String(error) }),
      ),
    );
  }

  return {
    flush: () => {
      writing = writing.then(writeKept);
      return writing;
    },
  };
}
