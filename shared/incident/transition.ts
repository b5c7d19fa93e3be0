import type { Judgement } from "../fuse/judge.ts";
import type { Model } from "../fuse/model.ts";
import type { EventKind, Incident, ServiceId } from "../schema/index.ts";
import { disturbed, overBecause, unseenIn, watched } from "./calm.ts";
import { incidentId } from "./ids.ts";
import { affectedIn, backReason, reasonsOf, touchedIn, witnessesIn } from "./reasons.ts";
import type { Relation } from "./relate.ts";
import type { IncidentTrack } from "./track.ts";
import { widen } from "./widen.ts";

/**
 * The life of an incident: suspected, open, recovering, resolved; or suspected, withdrawn. One step per call, no phase
 * skipped, hysteresis in both directions. What cannot be seen moves nothing: silence neither opens nor resolves.
 */

/** What happened, if anything, and the track after it. */
export type Step = {
  readonly track: IncidentTrack | null;
  readonly happened: { readonly kind: EventKind; readonly because: readonly string[] } | null;
};

export type Situation = {
  readonly service: ServiceId;
  readonly judgement: Judgement;
  readonly relation: Relation;
  readonly model: Model;
};

export function transition(track: IncidentTrack | null, situation: Situation): Step {
  const { judgement, model } = situation;
  if (judgement.state === "unknown") return { track: disturbed(track), happened: null };
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
      return judgement.probability < model.phase.recoveringBelow &&
        unseenIn(known, judgement) === 0 &&
        !isStillFailing(known, judgement)
        ? recover(watched(known, situation), known.incident, situation)
        : widen(watched(known, situation), situation);
    case "recovering":
      return settle(watched(known, situation), known.incident, situation);
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
  const told = { at: judgement.at, scope: judgement.scope, failing };
  const touched = touchedIn(judgement);
  const track = { incident, sequence: 0, calmSince: null, lowSince: null, hasRelapsed: false, told, touched };
  return { track, happened: { kind: "incident.suspected", because } };
}

function confirm(
  track: IncidentTrack,
  incident: Extract<Incident, { phase: "suspected" }>,
  situation: Situation,
): Step {
  const { judgement, relation, model } = situation;
  const grounds = confirmation(judgement, model);
  if (grounds !== null) {
    const because = [...reasonsOf(judgement), grounds, ...relation.because];
    return {
      track: {
        ...disturbed(track),
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
    track: {
      ...track,
      incident: { ...incident, phase: "recovering", recoveringAt: judgement.at },
    },
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
      track: { ...disturbed(track), hasRelapsed: true, incident: { ...rest, phase: "open" } },
      happened: { kind: "incident.updated", because },
    };
  }
  const over = overBecause(track, situation);
  if (over === null) return { track, happened: null };
  return {
    track: { ...disturbed(track), incident: { ...incident, phase: "resolved", resolvedAt: judgement.at } },
    happened: { kind: "incident.resolved", because: [backReason(judgement, track.touched), over] },
  };
}

/** Since when the probability has been low enough to withdraw a suspicion, and for how many minutes; -1 while it is not. */
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
    track: {
      ...withTouched(track, judgement),
      hasRelapsed: true,
      incident: { ...rest, phase: "open", reasons: because },
    },
    happened: { kind: "incident.updated", because },
  };
}

/** The diversity that an opening needs, in words; `null` while it lacks. */
function confirmation(judgement: Judgement, { phase }: Model): string | null {
  if (judgement.probability < phase.openFrom) return null;
  const witnesses = witnessesIn(judgement).length;
  if (witnesses >= phase.witnesses && judgement.probability >= phase.witnessedFrom)
    return `seen failing from ${witnesses} regions`;
  const { outcry, announcement } = judgement;
  const rounds = loneRoundsIn(judgement);
  if (rounds >= phase.supportedRounds && outcry !== null) return "seen failing from one region, and reported by people";
  if (rounds >= phase.supportedRounds && announcement !== null && announcement.likelier > 1)
    return "seen failing from one region, and the vendor says so";
  if (outcry?.lasting) return "reported by many people, and lasting";
  return rounds >= phase.loneRounds && judgement.probability >= phase.loneFrom
    ? `one region with a probe that is well, ${rounds} rounds of the last few`
    : null;
}

/** The most failing rounds of a region whose probe is well and has been vouched for. */
function loneRoundsIn(judgement: Judgement): number {
  const affected = affectedIn(judgement).flatMap(({ id }) => judgement.regions.get(id) ?? []);
  return Math.max(0, ...affected.map(({ awaiting, loneRounds }) => (awaiting ? 0 : loneRounds)));
}

function withTouched(track: IncidentTrack, judgement: Judgement): IncidentTrack {
  const fresh = touchedIn(judgement).filter((id) => !track.touched.includes(id));
  return fresh.length === 0 ? track : { ...track, touched: [...track.touched, ...fresh].sort() };
}

/** A touched region whose own last look failed is not back, however much the others' passes speak for it. */
function isStillFailing({ touched }: IncidentTrack, { regions }: Judgement): boolean {
  return touched.some((region) => regions.get(region)?.failing);
}
