import { worse } from "../fuse/name-state.ts";
import type { Incident, IncidentEvent } from "../schema/index.ts";
import { Scope } from "../schema/verdict.ts";
import { eventId } from "./ids.ts";
import { touchedIn } from "./reasons.ts";
import type { IncidentTrack } from "./track.ts";
import { type Situation, type Step, transition } from "./transition.ts";
import { verdictFrom } from "./verdict.ts";
import { stillFailing } from "./widen.ts";

/**
 * One transition with its record: when something happened, the incident takes over the regions, scope and layer of the
 * moment, its timeline gets a line, and the event that subscribers will be told is made.
 */
export function advance(
  track: IncidentTrack | null,
  situation: Situation,
): { track: IncidentTrack | null; event: IncidentEvent | null } {
  const { track: after, happened }: Step = transition(track, situation);
  if (after === null || happened === null) return { track: after, event: null };
  const { judgement, relation, service, model } = situation;
  // What it had to do with others while it stood is what it had to do with them.
  const isStanding = judgement.probability >= model.phase.suspectedFrom;
  const because = [...happened.because];
  const { incident } = after;
  const failing = touchedIn(judgement);
  const recorded: Incident = {
    ...incident,
    state: failing.length > 0 ? worse(incident.state, judgement.state) : incident.state,
    scope: wider(incident.scope, judgement.scope),
    layer: judgement.layer ?? incident.layer,
    muted: isStanding ? relation.muted : (incident.muted ?? null),
    provider: isStanding ? relation.provider : (incident.provider ?? null),
    regions: Object.fromEntries(
      [...judgement.regions].flatMap(([id, { state, probability }]) =>
        after.touched.includes(id) ? [[id, { state, probability }]] : [],
      ),
    ),
    timeline: [...incident.timeline, { at: judgement.at, event: happened.kind, because }],
  };
  const event: IncidentEvent = {
    id: eventId(incident.id, after.sequence),
    sequence: after.sequence,
    kind: happened.kind,
    incident: incident.id,
    service,
    at: judgement.at,
    phase: incident.phase,
    because,
    muted: recorded.muted ?? null,
    verdict: verdictFrom({ service, judgement, incident: recorded }),
  };
  const isSame = track !== null && track.incident.phase === "open" && incident.phase === "open";
  const told = {
    at: judgement.at,
    scope: judgement.scope,
    failing: isSame ? stillFailing(track.told.failing, { judgement, model: situation.model }) : failing,
  };
  return { track: { ...after, incident: recorded, sequence: after.sequence + 1, told }, event };
}

function wider(a: Scope, b: Scope): Scope {
  return Scope.options.indexOf(b) > Scope.options.indexOf(a) ? b : a;
}
