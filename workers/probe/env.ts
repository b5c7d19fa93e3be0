import type { Looks, Plan, Round, Wishes } from "../../shared/schema/index.ts";
import type { RegionProbe } from "./region-probe.ts";

/** What the platform binds to the probe; its variables are read by `config.ts` and nowhere else. */

/** What the probe needs of the aggregator, as a port: its `Intake` entrypoint implements it. */
export type Intake = {
  plan(query: { simulated: boolean }): Promise<Plan>;
  /** Hands over one round; answers with the version of the plan that holds now. */
  tell(round: Round): Promise<{ planVersion: string }>;
  /** Says at once what failed; answers with what is to be looked at again. */
  alert(looks: Looks): Promise<Pick<Wishes, "again">>;
};

/** Something that answers fetch(): a placed copy of this worker. */
export type Fetcher = { fetch(url: string, init: RequestInit): Promise<Response> };

export type Env = {
  readonly DB: D1Database;
  readonly REGION_PROBE: DurableObjectNamespace<RegionProbe>;
  readonly AGGREGATOR: Intake;
  readonly PLACED_SAM?: Fetcher;
  readonly PLACED_AFR?: Fetcher;
  readonly PLACED_ME?: Fetcher;
};
