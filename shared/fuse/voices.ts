import type { PlaceId } from "../schema/index.ts";
import type { RegionJudgement } from "./judge-region.ts";
import type { Model } from "./model.ts";
import type { Announcement } from "./notices.ts";
import { raised } from "./odds.ts";
import type { Outcry } from "./people/crowd.ts";

/**
 * What people and the vendor add to what probes saw. Both make a failure likelier that was seen at all; people can also tell
 * of one that no probe sees, a broken login say. Neither lowers anything, and neither speaks for what was seen failing and
 * is seen passing now: both are late.
 */
export type Voices = { readonly outcry: Outcry | null; readonly announcement: Announcement | null };

export function withVoices(
  regions: ReadonlyMap<PlaceId, RegionJudgement>,
  { outcry, announcement }: Voices,
  model: Model,
): ReadonlyMap<PlaceId, RegionJudgement> {
  if (outcry === null && announcement === null) return regions;
  const places = new Set<PlaceId>([...regions.keys(), ...(outcry?.regions.keys() ?? [])]);
  return new Map(
    [...places].sort().map((place) => {
      const seen = regions.get(place) ?? UNSEEN;
      const heard = outcry?.regions.get(place as never) ?? 0;
      const likelier = (announcement?.likelier ?? 1) * (1 + (model.people.supportMax - 1) * heard);
      const isSuspect = seen.probability >= model.notice.raisesFrom && (seen.failing || seen.awaiting);
      const probed = isSuspect ? raised(seen.probability, likelier) : seen.probability;
      const probability = 1 - (1 - probed) * (1 - heard);
      const isHeard = heard >= model.notUpFrom;
      const isFailing = probability >= model.notUpFrom && (seen.trusted || isHeard);
      const isNamed = seen.state === "down" || seen.state === "degraded";
      return [
        place,
        {
          ...seen,
          probability,
          heard: isHeard,
          trusted: seen.trusted || isHeard,
          state: isFailing && !isNamed ? "degraded" : seen.state,
        },
      ];
    }),
  );
}

/** A region that no probe looks from. */
const UNSEEN: RegionJudgement = {
  state: "unknown",
  probability: 0,
  trusted: false,
  because: null,
  failing: false,
  heard: false,
  awaiting: false,
  unseen: false,
  loneRounds: 0,
};
