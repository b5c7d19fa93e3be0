import {
  type Cause,
  type Control,
  LAYER_OF_CAUSE,
  type Layer,
  type Observation,
  type PlaceId,
} from "../schema/index.ts";
import type { VerdictNow } from "../schema/on-demand.ts";

/**
 * What one look per region says of a target, and no more than that: counts, no belief. A failure where the probe reached
 * none of its control targets is the probe's own, and a refusal says nothing of other people.
 */
export type SeenNow = {
  readonly region: PlaceId;
  readonly observations: readonly Pick<Observation, "outcome" | "cause">[];
  readonly controls: readonly Pick<Control, "outcome">[];
};

/** Share of the regions that could tell from which a failure is called global. */
const GLOBAL_SHARE = 0.8;

const CAVEAT = "One look per region: it cannot tell an outage from a bad moment.";

export function judgeNow(seen: readonly SeenNow[]): VerdictNow {
  const told = seen.map((each) => ({ region: each.region, outcome: outcomeOf(each) }));
  const having = (outcome: Observation["outcome"]) =>
    told.filter((each) => each.outcome === outcome).map(({ region }) => region);
  const [passed, failed, blind] = [having("pass"), having("fail"), having("inconclusive")];
  const counts = { passed, failed, inconclusive: blind };
  const layer = commonest(
    seen.filter(({ region }) => failed.includes(region)).flatMap(({ observations }) => observations.flatMap(layerOf)),
  );
  const blamed = layer === null ? "" : `; most likely the ${layer} layer`;
  const unseen = blind.length === 0 ? "" : ` ${placesOf(blind)} could not tell.`;
  const said = (rest: Pick<VerdictNow, "isItDown" | "state" | "scope">, sentence: string): VerdictNow => ({
    ...rest,
    layer: failed.length === 0 ? null : layer,
    sentence: `${sentence}${unseen}`,
    caveat: CAVEAT,
    ...counts,
  });
  if (passed.length + failed.length === 0)
    return { ...said({ isItDown: "unknown", state: "unknown", scope: "none" }, ""), sentence: whyUnknown(seen) };
  if (failed.length === 0)
    return said({ isItDown: "no", state: "up", scope: "none" }, `It is up: ${placesOf(passed)} reached it.`);
  if (passed.length === 0) {
    const scope = failed.length === 1 ? "isolated" : "global";
    const where =
      failed.length === 1 ? `${failed[0]}, the only place that could tell,` : `none of ${failed.length} regions`;
    const verb = failed.length === 1 ? "could not get it" : "could get it";
    return said({ isItDown: "yes", state: "down", scope }, `It looks down: ${where} ${verb}${blamed}.`);
  }
  if (failed.length === 1)
    return said(
      { isItDown: "partly", state: "degraded", scope: "isolated" },
      `It is up from ${placesOf(passed)}, but ${failed[0]} could not get it${blamed}.`,
    );
  const isGlobal = failed.length / (failed.length + passed.length) >= GLOBAL_SHARE;
  return said(
    { isItDown: isGlobal ? "yes" : "partly", state: "down", scope: isGlobal ? "global" : "regional" },
    `It looks down from ${placesOf(failed)}, and up from ${placesOf(passed)}${blamed}.`,
  );
}

/** The worst of a region's looks; what nobody else confirms of a probe that reaches nothing is not believed. */
function outcomeOf({ observations, controls }: SeenNow): Observation["outcome"] {
  const isIll = controls.length > 0 && controls.every(({ outcome }) => outcome !== "pass");
  if (observations.some(({ outcome }) => outcome === "fail")) return isIll ? "inconclusive" : "fail";
  return observations.some(({ outcome }) => outcome === "pass") ? "pass" : "inconclusive";
}

function whyUnknown(seen: readonly SeenNow[]): string {
  const isRefused = seen.some(({ observations }) => observations.some(({ cause }) => cause === "blocked"));
  return isRefused
    ? "It cannot be told: the site refuses machines such as our probes, which says nothing of people."
    : "It cannot be told: no region could look.";
}

function layerOf({ outcome, cause }: Pick<Observation, "outcome" | "cause">): Layer[] {
  const layer = outcome === "fail" && cause != null ? LAYER_OF_CAUSE[cause satisfies Cause] : null;
  return layer === null ? [] : [layer];
}

function commonest(layers: readonly Layer[]): Layer | null {
  const counts = new Map<Layer, number>();
  for (const layer of layers) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

/** Regions named in one sentence; more of them are counted. */
const NAMED = 3;

function placesOf(regions: readonly PlaceId[]): string {
  return regions.length <= NAMED ? regions.join(", ") : `${regions.length} regions`;
}
