import type { PlaceId } from "../schema/index.ts";
import { type Distribution, stateIn } from "./belief.ts";
import { illness, type ProbeBelief } from "./health.ts";
import type { Model } from "./model.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";
import type { Sight } from "./sight.ts";
import { isVouched } from "./vouchers.ts";

/** What one region knows of one endpoint now: the belief, and whether the look behind it can be trusted. */
export type Glance = {
  readonly endpoint: EndpointState;
  readonly region: PlaceId;
  readonly sight: Sight;
  /** By the belief about the endpoint alone. */
  readonly distribution: Distribution;
  /** With the belief about all endpoints together, where this one has failed there lately itself. */
  readonly whole: Distribution;
  /** P(the probe is ill), without the word of whoever hosts the endpoint. */
  readonly ill: number;
  readonly fresh: boolean;
  /** The probe has seen something of another provider pass since. */
  readonly vouched: boolean;
  /** Seen conclusively, lately, by a probe that is well: `null`; otherwise why it does not count. */
  readonly doubt: string | null;
};

/** Share of an interval within which a pass and a failure are of one round: a round looks at its controls first. */
const SAME_ROUND = 1 / 6;

export type ProbeOf = (region: PlaceId) => ProbeBelief | undefined;

export type Context = {
  readonly service: ServiceBelief;
  readonly now: number;
  readonly probeOf: ProbeOf;
  readonly model: Model;
};

/** Every pair of endpoint and region that has spoken, but those that fell silent so long ago that they are gone. */
export function glancesOf(context: Context): Glance[] {
  const { service, now, model } = context;
  const forgetMs = model.forgetMinutes * model.minuteMs;
  const glances: Glance[] = [];
  for (const endpoint of service.endpoints.values()) {
    for (const sight of endpoint.sights) {
      if (sight !== null && now - sight.at <= forgetMs) glances.push(glance(endpoint, sight, context));
    }
  }
  return glances;
}

export function glance(endpoint: EndpointState, sight: Sight, { service, now, probeOf, model }: Context): Glance {
  const { region, place } = sight;
  const probe = probeOf(region);
  const provider = endpoint.provider ?? service.id;
  const ill = illness(probe, { now, without: provider }, model);
  const fresh = now - sight.at <= model.freshIntervals * endpoint.intervalMs;
  const distribution = stateIn(endpoint.belief, place, model);
  return {
    endpoint,
    region,
    sight,
    distribution,
    whole: isOwn({ endpoint, sight }, now, model)
      ? worseOf(distribution, stateIn(service.together, place, model))
      : distribution,
    ill,
    fresh,
    vouched: probe === undefined || isVouched(probe.vouchers, provider, sight.badAt - SAME_ROUND * endpoint.intervalMs),
    doubt: doubtOf({ region, sight, fresh, probe, isIll: ill >= model.health.illFrom }),
  };
}

/** A failure seen there so lately that it still speaks for the place. */
export function isOwn({ endpoint, sight }: Pick<Glance, "endpoint" | "sight">, now: number, model: Model): boolean {
  return now - sight.badAt <= model.ownIntervals * endpoint.intervalMs;
}

/** The state is the worse of two. */
function worseOf(a: Distribution, b: Distribution): Distribution {
  const up = a[0] * b[0];
  const down = 1 - (1 - a[2]) * (1 - b[2]);
  return [up, Math.max(0, 1 - up - down), down];
}

function doubtOf(seen: {
  region: PlaceId;
  sight: Sight;
  fresh: boolean;
  probe: ProbeBelief | undefined;
  isIll: boolean;
}): string | null {
  const { region, sight, fresh, probe, isIll } = seen;
  if (!fresh) return `${region} has been silent`;
  if (isIll) return illnessReason(region, probe);
  if (sight.outcome === "inconclusive")
    return sight.cause === "blocked" ? `${region} is refused by the target` : `${region} could not look`;
  return null;
}

/** What an ill probe cannot reach, in words. */
export function illnessReason(region: PlaceId, probe: ProbeBelief | undefined): string {
  const failsControls = [...(probe?.controls.values() ?? [])].some(({ outcome }) => outcome !== "pass");
  return failsControls
    ? `${region} cannot reach its control targets`
    : `${region} is in trouble at services of unrelated providers at once`;
}
