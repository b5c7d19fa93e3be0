import type { Judgement } from "../fuse/judge.ts";
import type { Model } from "../fuse/model.ts";
import type { PlaceId } from "../schema/index.ts";
import { Scope } from "../schema/verdict.ts";
import { backReason } from "./reasons.ts";
import { isSameRelation } from "./relate.ts";
import type { IncidentTrack } from "./track.ts";
import type { Situation, Step } from "./transition.ts";

/**
 * Whether an open incident got wider, narrower, or its layer became clear. A region joins and leaves with hysteresis, and
 * regions that do so one by one are told together, a while after the last event: eleven probes that report in turn are
 * one piece of news.
 */
export function widen(track: IncidentTrack, { judgement, relation, model }: Situation): Step {
  const { incident, told } = track;
  const changes: string[] = [];
  const isSettled = judgement.at - told.at >= model.phase.updateMinutes * model.minuteMs;
  const isWider = Scope.options.indexOf(judgement.scope) > Scope.options.indexOf(told.scope);
  // A region that passes once in the first seconds would make it narrower and wider again at once.
  if (judgement.scope !== told.scope && judgement.scope !== "none" && (isWider || isSettled))
    changes.push(`scope ${told.scope} → ${judgement.scope}`);
  if (judgement.layer !== incident.layer && judgement.layer !== null)
    changes.push(`layer ${incident.layer ?? "unclear"} → ${judgement.layer}`);
  if (judgement.probability >= model.phase.openFrom && !isSameRelation(incident, relation))
    changes.push(...(relation.because.length > 0 ? relation.because : ["nothing broader explains it any more"]));
  const failing = stillFailing(told.failing, { judgement, model });
  const joined = failing.filter((region) => !told.failing.includes(region));
  const left = told.failing.filter((region) => !failing.includes(region));
  if (changes.length > 0 || isSettled) {
    if (joined.length > 0) changes.push(`also failing: ${joined.join(", ")}`);
    if (left.length > 0) changes.push(backReason(judgement, track.touched));
  }
  return { track, happened: changes.length === 0 ? null : { kind: "incident.updated", because: changes } };
}

/**
 * A region joins when it is surely failing and leaves when it surely is not and its own last look says so; one that is not
 * seen stays as it was.
 */
export function stillFailing(
  before: readonly PlaceId[],
  { judgement, model }: { judgement: Judgement; model: Model },
): PlaceId[] {
  return [...judgement.regions].flatMap(([id, { trusted, unseen, failing, probability }]) => {
    const was = before.includes(id);
    const isSure = probability >= (was ? model.phase.leaveBelow : model.phase.joinFrom);
    const isNow = trusted && !unseen ? isSure || (was && failing) : was;
    return isNow ? [id] : [];
  });
}
