import type { Ask, Looks, PlaceId } from "../../shared/schema/index.ts";
import type { EventsMessage } from "./deliveries/fan-out.ts";
import type { Subscriber } from "./deliveries/subscriber.ts";
import type { Fusion } from "./fusion.ts";
import type { OnDemand } from "./on-demand.ts";
import type { ReportIntake } from "./reports/report-intake.ts";

/** What the platform binds to the aggregator; its variables are read by `config.ts` and nowhere else. */

/** What a place saw when it was asked, or why it could not be. */
export type Asked = { readonly place: PlaceId } & (
  | { readonly looks: Looks }
  | { readonly looks: null; readonly because: string }
);

/** What the aggregator needs of a probe, as a port: its `Looks` entrypoint implements it. */
export type Probe = {
  /** Looks now, from the places named or from all; each place answers for itself. */
  look(ask: Ask): Promise<readonly Asked[]>;
  /** Where it stands. */
  places(): Promise<PlaceId[]>;
};

export type Env = {
  readonly DB: D1Database;
  readonly SNAPSHOTS: KVNamespace;
  readonly FUSION: DurableObjectNamespace<Fusion>;
  readonly ON_DEMAND: DurableObjectNamespace<OnDemand>;
  readonly REPORT_INTAKE: DurableObjectNamespace<ReportIntake>;
  /** Reports of one client. */
  readonly REPORTS_BY: RateLimit;
  readonly SUBSCRIBER: DurableObjectNamespace<Subscriber>;
  /** Says that events were committed that wait for being handed to the subscriptions. */
  readonly EVENTS: Queue<EventsMessage>;
  /** Checks on demand, of one client and of one target. */
  readonly CHECKS_BY: RateLimit;
  readonly CHECKS_OF: RateLimit;
  /** Subscriptions made by one client. */
  readonly SUBSCRIPTIONS_BY: RateLimit;
  readonly PROBE?: Probe;
  /** The probe of the simulated network; a local one only. */
  readonly SIMULATED_PROBE?: Probe;
};
