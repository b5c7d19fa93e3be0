import type { PlaceId } from "../schema/index.ts";
import { type Distribution, stateIn } from "./belief.ts";
import { illness, type Place, type ProbeBelief } from "./health.ts";
import type { Model } from "./model.ts";
import type { EndpointState, ServiceBelief } from "./service.ts";
import { badAt, causeAt, failuresAt, lastAt, outcomeAt, type Sights, streakAt } from "./sights.ts";
import { isVouched } from "./vouchers.ts";

/** What one region knows of one endpoint now: the belief, and whether the look behind it can be trusted. */
export type Glance = {
  readonly endpoint: EndpointState;
  /** The number of the place. */
  readonly place: number;
  /** By the belief about the endpoint alone. */
  readonly distribution: Distribution;
  /** With the belief about all endpoints together, where this one has failed there lately itself. */
  readonly whole: Distribution;
  /** A failure was seen there so lately that it still speaks for the place. */
  readonly own: boolean;
  /** Looks in a row that were no plain passes, and those of them in a row that failed. */
  readonly streak: number;
  readonly failures: number;
  /** P(the probe is ill), without the word of whoever hosts the endpoint. */
  readonly ill: number;
  /** The probe is well by everybody's word and loses few looks: it may open an incident alone. */
  readonly sound: boolean;
  readonly fresh: boolean;
  /** The probe has seen something of another provider pass since. */
  readonly vouched: boolean;
  /** Seen conclusively, lately, by a probe that is well: `null`; otherwise why it does not count. */
  readonly doubt: string | null;
};

/** Share of an interval within which a pass and a failure are of one round: a round looks at its controls first. */
const SAME_ROUND = 1 / 6;

/** The time, and where probes stand, in the order of their names. */
export type Scene = { readonly now: number; readonly places: ReadonlyMap<PlaceId, Place>; readonly model: Model };

/** What each region that has spoken knows: a glance per endpoint, but for those that fell silent so long ago that they are gone. */
export type Glances = readonly (readonly [PlaceId, readonly Glance[]])[];

export function glancesByRegion(service: ServiceBelief, scene: Scene): Glances {
  const forgotten = scene.now - scene.model.forgetMinutes * scene.model.minuteMs;
  const endpoints = [...service.endpoints.values()];
  const regions: [PlaceId, Glance[]][] = [];
  for (const [region, { index, probes }] of scene.places) {
    const there: Glance[] = [];
    const probe = probes[service.reach];
    const seer = { region, place: index, probe, sound: isSound(probe, scene) };
    for (const endpoint of endpoints) {
      const at = lastAt(endpoint.sights, index);
      if (at > 0 && at >= forgotten) there.push(glance(endpoint, seer, service, scene));
    }
    if (there.length > 0) regions.push([region, there]);
  }
  return regions;
}

/** One region's probe, as far as it speaks of a service. */
type Seer = {
  readonly region: PlaceId;
  readonly place: number;
  readonly probe: ProbeBelief | undefined;
  readonly sound: boolean;
};

/** One provider in trouble leaves a probe sound, however many of its services fail: `voteMax` sees to it. */
function isSound(probe: ProbeBelief | undefined, { now, model }: Scene): boolean {
  const { wellUpTo, soundRate } = model.health;
  const { errorRate = 0, slowRate = 0 } = probe ?? {};
  return illness(probe, { now, without: null }, model) <= wellUpTo && Math.max(errorRate, slowRate) <= soundRate;
}

function glance(endpoint: EndpointState, seer: Seer, service: ServiceBelief, { now, model }: Scene): Glance {
  const { place, probe, sound } = seer;
  const { sights, intervalMs } = endpoint;
  const provider = endpoint.provider ?? service.id;
  const ill = illness(probe, { now, without: provider }, model);
  const isIll = ill >= model.health.illFrom;
  const fresh = now - lastAt(sights, place) <= model.freshIntervals * intervalMs;
  const lastBadAt = badAt(sights, place);
  const own = now - lastBadAt <= model.ownIntervals * intervalMs;
  const distribution = stateIn(endpoint.belief, place, model);
  return {
    endpoint,
    place,
    distribution,
    whole: own ? worseOf(distribution, stateIn(service.together, place, model)) : distribution,
    own,
    streak: streakAt(sights, place),
    failures: failuresAt(sights, place),
    ill,
    sound,
    fresh,
    vouched: probe === undefined || isVouched(probe.vouchers, provider, lastBadAt - SAME_ROUND * intervalMs),
    doubt: doubtOf(sights, seer, { fresh, isIll }),
  };
}

/** The state is the worse of two. */
function worseOf(a: Distribution, b: Distribution): Distribution {
  const up = a[0] * b[0];
  const down = 1 - (1 - a[2]) * (1 - b[2]);
  return [up, Math.max(0, 1 - up - down), down];
}

function doubtOf(
  sights: Sights,
  { region, place, probe }: Seer,
  { fresh, isIll }: { fresh: boolean; isIll: boolean },
): string | null {
  if (!fresh) return `${region} has been silent`;
  if (isIll) return illnessReason(region, probe);
  if (outcomeAt(sights, place) === "inconclusive")
    return causeAt(sights, place) === "blocked" ? `${region} is refused by the target` : `${region} could not look`;
  return null;
}

/** What an ill probe cannot reach, in words. */
export function illnessReason(region: PlaceId, probe: ProbeBelief | undefined): string {
  const failsControls = [...(probe?.controls.values() ?? [])].some(({ outcome }) => outcome !== "pass");
  return failsControls
    ? `${region} cannot reach its control targets`
    : `${region} is in trouble at services of unrelated providers at once`;
}
