import type { Judgement } from "../fuse/judge.ts";
import type { Model } from "../fuse/model.ts";
import type { EventKind, Incident, PlaceId, ServiceId } from "../schema/index.ts";
import { incidentId } from "./ids.ts";
import { affectedIn, backReason, reasonsOf } from "./reasons.ts";
import type { IncidentTrack } from "./track.ts";

/**
 * The life of an incident: suspected, open, recovering, resolved; or suspected, withdrawn. One step per call, no phase
 * skipped, hysteresis in both directions. What cannot be seen moves nothing: silence neither opens nor resolves.
 */

/** What happened, if anything, and the track after it. */
export type Step = {
  readonly track: IncidentTrack | null;
  readonly happened: { readonly kind: EventKind; readonly because: readonly string[] } | null;
};

export type Situation = { readonly service: ServiceId; readonly judgement: Judgement; readonly model: Model };

export function transition(track: IncidentTrack | null, situation: Situation): Step {
  const { judgement, model } = situation;
  if (judgement.state === "unknown") return { track, happened: null };
  if (track === null) return begin(null, situation);
  const known = withTouched(track, judgement);
  switch (known.incident.phase) {
    case "withdrawn":
      return begin(track, situation);
    case "resolved":
      return rejoin(track, situation);
    case "suspected":
      return confirm(known, known.incident, situation);
    case "open":
      return judgement.probability < model.phase.recoveringBelow
        ? recover(known, known.incident, situation)
        : widen(known, situation);
    case "recovering":
      return settle(known, known.incident, situation);
  }
}

function begin(over: IncidentTrack | null, { service, judgement, model }: Situation): Step {
  if (judgement.probability < model.phase.suspectedFrom) return { track: over, happened: null };
  const because = reasonsOf(judgement);
  const incident: Incident = {
    phase: "suspected",
    id: incidentId(service, judgement.at),
    service,
    suspectedAt: judgement.at,
    state: judgement.state,
    scope: judgement.scope,
    layer: judgement.layer,
    regions: {},
    reasons: because,
    timeline: [],
  };
  const failing = affectedIn(judgement).map(({ id }) => id);
  const track = { incident, sequence: 0, calmSince: null, told: { scope: judgement.scope, failing }, touched: failing };
  return { track, happened: { kind: "incident.suspected", because } };
}

function confirm(
  track: IncidentTrack,
  incident: Extract<Incident, { phase: "suspected" }>,
  situation: Situation,
): Step {
  const { judgement, model } = situation;
  const grounds = confirmation(judgement, model);
  if (grounds !== null) {
    const because = [...reasonsOf(judgement), grounds];
    return {
      track: {
        ...track,
        calmSince: null,
        incident: { ...incident, phase: "open", openedAt: judgement.at, reasons: because },
      },
      happened: { kind: "incident.opened", because },
    };
  }
  const { calmSince, heldMinutes } = calm(track, situation);
  if (heldMinutes < model.phase.withdrawHoldMinutes) return { track: { ...track, calmSince }, happened: null };
  const because = [`the suspicion was not confirmed: the probability fell to ${judgement.probability.toFixed(3)}`];
  return {
    track: { ...track, incident: { ...incident, phase: "withdrawn", withdrawnAt: judgement.at } },
    happened: { kind: "incident.withdrawn", because },
  };
}

function recover(track: IncidentTrack, incident: Extract<Incident, { phase: "open" }>, { judgement }: Situation): Step {
  const because = [backReason(judgement, track.touched)];
  return {
    track: { ...track, incident: { ...incident, phase: "recovering", recoveringAt: judgement.at } },
    happened: { kind: "incident.recovering", because },
  };
}

function settle(
  track: IncidentTrack,
  incident: Extract<Incident, { phase: "recovering" }>,
  situation: Situation,
): Step {
  const { judgement, model } = situation;
  if (judgement.probability >= model.phase.openFrom) {
    const { recoveringAt: _, ...rest } = incident;
    const because = ["failing again before it was resolved", ...reasonsOf(judgement)];
    return {
      track: { ...track, calmSince: null, incident: { ...rest, phase: "open" } },
      happened: { kind: "incident.updated", because },
    };
  }
  const { calmSince, heldMinutes } = calm(track, situation);
  if (heldMinutes < model.phase.resolveHoldMinutes) return { track: { ...track, calmSince }, happened: null };
  const because = [
    backReason(judgement, track.touched),
    `at or below ${model.phase.resolvedUpTo} for ${model.phase.resolveHoldMinutes} min`,
  ];
  return {
    track: { ...track, calmSince: null, incident: { ...incident, phase: "resolved", resolvedAt: judgement.at } },
    happened: { kind: "incident.resolved", because },
  };
}

/** Since when the probability has been low enough to end an incident, and for how many minutes; -1 while it is not. */
function calm(
  track: IncidentTrack,
  { judgement, model }: Situation,
): { calmSince: number | null; heldMinutes: number } {
  if (judgement.probability > model.phase.resolvedUpTo) return { calmSince: null, heldMinutes: -1 };
  const calmSince = track.calmSince ?? judgement.at;
  return { calmSince, heldMinutes: (judgement.at - calmSince) / model.minuteMs };
}

/** A relapse soon after the end is the same incident; later it is a new one. */
function rejoin(track: IncidentTrack, situation: Situation): Step {
  const { judgement, model } = situation;
  const { incident } = track;
  if (
    incident.phase !== "resolved" ||
    (judgement.at - incident.resolvedAt) / model.minuteMs > model.phase.rejoinMinutes
  )
    return begin(track, situation);
  const grounds = confirmation(judgement, model);
  if (grounds === null) return { track, happened: null };
  const { recoveringAt: _, resolvedAt, ...rest } = incident;
  const minutes = Math.round((judgement.at - resolvedAt) / model.minuteMs);
  const because = [`failing again ${minutes} min after it was resolved`, ...reasonsOf(judgement), grounds];
  return {
    track: { ...withTouched(track, judgement), incident: { ...rest, phase: "open", reasons: because } },
    happened: { kind: "incident.updated", because },
  };
}

/**
 * An open incident got wider, narrower, worse, or its layer became clear. Regions that join or leave one by one are told
 * together, a while after the last event: eleven probes that report in turn are one piece of news.
 */
function widen(track: IncidentTrack, { judgement, model }: Situation): Step {
  const { incident } = track;
  const failing = affectedIn(judgement).map(({ id }) => id);
  const { scope, failing: before } = track.told;
  const changes: string[] = [];
  if (judgement.scope !== scope && judgement.scope !== "none") changes.push(`scope ${scope} → ${judgement.scope}`);
  if (judgement.layer !== incident.layer && judgement.layer !== null)
    changes.push(`layer ${incident.layer ?? "unclear"} → ${judgement.layer}`);
  const toldAt = incident.timeline.at(-1)?.at ?? incident.suspectedAt;
  const isDue = changes.length > 0 || judgement.at - toldAt >= model.phase.updateMinutes * model.minuteMs;
  if (isDue && failing.join() !== before.join())
    changes.push(backOrMore(before, failing, { judgement, touched: track.touched }));
  if (changes.length === 0) return { track, happened: null };
  return { track, happened: { kind: "incident.updated", because: changes } };
}

function backOrMore(
  before: readonly string[],
  failing: readonly PlaceId[],
  { judgement, touched }: { judgement: Judgement; touched: readonly PlaceId[] },
): string {
  const newly = failing.filter((region) => !before.includes(region));
  return newly.length > 0 ? `also failing: ${newly.join(", ")}` : backReason(judgement, touched);
}

/** The diversity that an opening needs, in words; `null` while it lacks. */
function confirmation(judgement: Judgement, { phase }: Model): string | null {
  if (judgement.probability < phase.openFrom) return null;
  const affected = affectedIn(judgement);
  if (affected.length >= 2) return `${affected.length} regions agree`;
  const rounds = Math.max(0, ...affected.map(({ id }) => judgement.regions.get(id)?.loneRounds ?? 0));
  return rounds >= phase.loneRounds ? `one region with a probe that is well, ${rounds} rounds in a row` : null;
}

function withTouched(track: IncidentTrack, judgement: Judgement): IncidentTrack {
  const fresh = affectedIn(judgement).flatMap(({ id }) => (track.touched.includes(id) ? [] : [id]));
  return fresh.length === 0 ? track : { ...track, touched: [...track.touched, ...fresh].sort() };
}
