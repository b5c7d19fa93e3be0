import type { State } from "../schema/index.ts";
import { hearsayOf, stateIn } from "./belief.ts";
import type { Glance } from "./glance.ts";
import { STRAY_MAX } from "./likelihood.ts";
import type { Model } from "./model.ts";
import { nameTogether } from "./name-state.ts";
import { failingRounds } from "./rounds.ts";
import type { ServiceBelief } from "./service.ts";

/** What the looks from one region make of a service there. */

export type RegionJudgement = {
  readonly state: State;
  /** P(the service is not up there). */
  readonly probability: number;
  /** A probe that is well saw it lately; otherwise the state is unknown. */
  readonly trusted: boolean;
  /** Why it is not trusted, in words. */
  readonly because: string | null;
  /** A trusted last look at some endpoint failed, and the probe saw others pass meanwhile: a witness of its own. */
  readonly failing: boolean;
  /** People report it from there. */
  readonly heard: boolean;
  /** It would be a witness if the probe had seen anything else pass since: it may yet. */
  readonly awaiting: boolean;
  /** Some endpoint was failing when it was last seen and cannot be seen now. */
  readonly unseen: boolean;
  /** Failing rounds among the last few, where the probe is well enough to stand alone. */
  readonly loneRounds: number;
};

/** Worst essential endpoint, or all of them together; one that is not essential makes the region degraded at most. */
export function judgeRegion(
  glances: readonly Glance[],
  { service, model }: { service: ServiceBelief; model: Model },
): RegionJudgement {
  const place = glances[0]?.place ?? 0;
  const together = stateIn(service.together, place, model);
  let allUp = together[0];
  let heard = 1 - hearsayOf(service.together, model)[0];
  let ill = 1;
  for (const each of glances) {
    allUp *= each.distribution[0];
    heard = Math.max(heard, 1 - hearsayOf(each.endpoint.belief, model)[0]);
    ill = Math.min(ill, each.ill);
  }
  // Where the probe is ill, what it saw there counts for nothing, in hindsight too.
  const notUp = (1 - ill) * (1 - allUp) + ill * Math.min(1 - allUp, heard);
  const hasFailed = glances.some(({ own }) => own);
  const probability = hasFailed ? notUp : Math.min(notUp, model.hearsayUpTo);
  const trusted = glances.some(({ doubt }) => doubt === null);
  const isFailing = glances.some(({ doubt, streak }) => doubt === null && streak > 0);
  const isVouched = glances.some(({ doubt, streak, vouched }) => doubt === null && streak > 0 && vouched);
  const rounds = service.rounds[place];
  return {
    probability,
    trusted,
    state: trusted ? nameTogether(glances, { together, probability }, model) : "unknown",
    because: trusted ? null : (glances.find(({ doubt }) => doubt !== null)?.doubt ?? null),
    failing: isVouched,
    heard: false,
    awaiting: isFailing && !isVouched,
    unseen: glances.some(
      (each) =>
        each.doubt !== null &&
        each.streak > 0 &&
        // What an ill probe still sees failing may be its own trouble, and what a wall hides a stray failure.
        ((each.ill < model.health.illFrom && (!each.fresh || each.streak > STRAY_MAX)) ||
          probability >= model.notUpFrom),
    ),
    loneRounds: rounds != null && glances.some(({ sound }) => sound) ? failingRounds(rounds) : 0,
  };
}
