import type { Fusion } from "./fusion.ts";

/** What the platform binds to the aggregator; its variables are read by `config.ts` and nowhere else. */
export type Env = {
  readonly DB: D1Database;
  readonly SNAPSHOTS: KVNamespace;
  readonly FUSION: DurableObjectNamespace<Fusion>;
};
