import type { Ask, Looks, PlaceId } from "../../shared/schema/index.ts";
import type { Fusion } from "./fusion.ts";

/** What the platform binds to the aggregator; its variables are read by `config.ts` and nowhere else. */

/** What the aggregator needs of a probe, as a port: its `Looks` entrypoint implements it. */
export type Probe = {
  /** Looks now, from the places named or from all; each place answers for itself, in whatever time it takes. */
  look(
    ask: Ask,
  ): Promise<
    readonly ({ readonly place: PlaceId } & (
      | { readonly looks: Looks }
      | { readonly looks: null; readonly because: string }
    ))[]
  >;
  /** Where it stands. */
  places(): Promise<PlaceId[]>;
};

export type Env = {
  readonly DB: D1Database;
  readonly SNAPSHOTS: KVNamespace;
  readonly FUSION: DurableObjectNamespace<Fusion>;
  readonly PROBE?: Probe;
  /** The probe of the simulated network; a local one only. */
  readonly SIMULATED_PROBE?: Probe;
};
