import type { AskedPlatform, Certainty, ReportsNear, ServiceSteps, Trial } from "../schema/diagnosis.ts";
import type { Belief, EndpointBelief, Incident, Layer, Notice, PlaceId, RegionId, Verdict } from "../schema/index.ts";
import type { Likelihoods } from "./model.ts";

/** What a diagnosis is made from: what the network knows of a service, and who asks. */

export type AskedEndpoint = EndpointBelief & {
  readonly id: string;
  readonly name: string;
  readonly essential: boolean;
};

/** A vendor's notice; `regions` and `countries` where it says which it is about. */
export type AskedNotice = Pick<Notice, "status" | "phase" | "title" | "at" | "endpoint"> & {
  readonly regions?: readonly PlaceId[] | null | undefined;
  readonly countries?: readonly string[] | null | undefined;
};

export type AskedVerdict = Pick<Verdict, "state" | "probability" | "scope"> & {
  readonly layer: Layer | null;
  readonly regions: Readonly<Record<PlaceId, Belief>>;
};

export type Evidence = {
  readonly now: number;
  /** When the verdict was reached. */
  readonly asOf: number;
  /** What gave it is away: it will not be renewed by itself. */
  readonly stale: boolean;
  readonly verdict: AskedVerdict;
  readonly endpoints: readonly AskedEndpoint[];
  /** The incident that is not over. */
  readonly incident: Incident | null;
  readonly notices: readonly AskedNotice[];
  readonly reports: ReportsNear | null;
  /** When a probe looks next. */
  readonly nextLookAt: number | null;
  /** Tags and words of the service's catalogue entry. */
  readonly service: {
    readonly name: string;
    readonly tags: readonly string[];
    readonly steps: ServiceSteps | null;
    readonly official: string | null;
    readonly help: string | null;
  };
};

export type Asker = {
  readonly country: string | null;
  /** The region of the network that is nearest; `null` where nobody knows where the asker is. */
  readonly region: RegionId | null;
  readonly symptom: string | null;
  readonly platform: AskedPlatform | null;
  readonly canReachOthers: Certainty;
  readonly vpn: Certainty;
  readonly trial: Trial | null;
};

/** One voice: how likely what it says is under each explanation, and the sentences that it gives. */
export type Sign = {
  readonly likelihoods: Likelihoods;
  readonly reasons: readonly PlainReason[];
};

/** A sentence by name, with what stands in its gaps. */
export type PlainReason = { readonly id: string; readonly values: Readonly<Record<string, string | number>> };
