import type { Judgement } from "../fuse/judge.ts";
import type { IncidentTrack } from "./track.ts";
import type { Situation } from "./transition.ts";

/**
 * When an incident is over: it has been calm for some minutes and is surely up by then, or it has been likelier up than not
 * for a little longer, as one stray failure among many passes must not begin the wait anew. What has relapsed before must be
 * calm for longer. Silence is no calm.
 */

/** The track with its two clocks as they stand now. */
export function watched(track: IncidentTrack, { judgement, model }: Situation): IncidentTrack {
  const { probability, at } = judgement;
  const isSeen = unseenIn(track, judgement) === 0;
  const calmSince = isSeen && probability < model.phase.calmBelow ? (track.calmSince ?? at) : null;
  const lowSince = isSeen && probability < model.phase.recoveringBelow ? (track.lowSince ?? at) : null;
  return calmSince === track.calmSince && lowSince === track.lowSince ? track : { ...track, calmSince, lowSince };
}

/** Why it is over, in words; `null` while it is not. */
export function overBecause(track: IncidentTrack, { judgement, model }: Situation): string | null {
  const { phase, minuteMs } = model;
  const minutesSince = (since: number | null) => (since === null ? -1 : (judgement.at - since) / minuteMs);
  const calm = minutesSince(track.calmSince);
  const low = minutesSince(track.lowSince);
  if (
    judgement.probability <= phase.resolvedUpTo &&
    calm >= (track.hasRelapsed ? phase.relapsedHoldMinutes : phase.resolveHoldMinutes)
  )
    return `falling for ${Math.floor(calm)} min and now ${judgement.probability.toFixed(3)}`;
  return low >= (track.hasRelapsed ? phase.relapsedHoldMinutes : phase.lowHoldMinutes)
    ? `likelier up than not for ${Math.floor(low)} min`
    : null;
}

/** The clocks begin anew: what was not seen was not calm. */
export function disturbed<T extends IncidentTrack | null>(track: T): T {
  return track === null || (track.calmSince === null && track.lowSince === null)
    ? track
    : { ...track, calmSince: null, lowSince: null };
}

/** Regions that were failing when they were last seen and cannot be seen now: silence does not end an incident. */
export function unseenIn({ touched }: IncidentTrack, { regions }: Judgement): number {
  return touched.filter((region) => regions.get(region)?.unseen).length;
}
