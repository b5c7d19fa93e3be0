import type { Judgement } from "../fuse/judge.ts";
import type { PlaceId } from "../schema/index.ts";

/** Why a verdict is what it is and why an incident moved, in plain sentences with the numbers behind them. */

/** Regions named in one sentence; the others are counted. */
const NAMED = 4;

export function reasonsOf(judgement: Judgement): string[] {
  const { outcry, announcement } = judgement;
  const regions = [...judgement.regions];
  const trusted = regions.filter(([, region]) => region.trusted);
  if (trusted.length === 0) {
    const doubts = [...new Set(regions.flatMap(([, { because }]) => because ?? []))];
    return doubts.length > 0 ? doubts.slice(0, NAMED) : ["nothing has been seen yet"];
  }
  const affected = affectedIn(judgement);
  const heard = [outcry, announcement].flatMap((voice) => (voice === null ? [] : [voice.because]));
  if (affected.length === 0) return [`${trusted.length} of ${trusted.length} regions see it up`, ...heard];
  const named = affected
    .sort((a, b) => b.probability - a.probability)
    .slice(0, NAMED)
    .map(({ id, probability }) => `${id} ${probability.toFixed(2)}`);
  const more = affected.length > NAMED ? ` and ${affected.length - NAMED} more` : "";
  const failing = [...judgement.endpoints]
    .filter(([, endpoint]) => endpoint.state === "down" || endpoint.state === "degraded")
    .map(([id, { state }]) => `${id} ${state}`);
  return [
    `${affected.length} of ${trusted.length} regions see it failing: ${named.join(", ")}${more}`,
    ...(failing.length > 0 ? [`endpoints: ${failing.join(", ")}`] : []),
    ...(judgement.layer === null ? [] : [layerReason(judgement)]),
    ...heard,
  ];
}

export function backReason(judgement: Judgement, touched: readonly PlaceId[]): string {
  const failing = new Set<string>(affectedIn(judgement).map(({ id }) => id));
  return `${touched.filter((region) => !failing.has(region)).length} of ${touched.length} regions back`;
}

/** The trusted regions in which it is more likely failing than not. */
export function affectedIn({ regions }: Judgement): { id: PlaceId; probability: number }[] {
  return [...regions].flatMap(([id, { trusted, state, probability }]) =>
    trusted && (state === "down" || state === "degraded") ? [{ id, probability }] : [],
  );
}

/** Those among them whose own last look failed: what is inferred from other regions is no witness. */
export function witnessesIn(judgement: Judgement): PlaceId[] {
  return affectedIn(judgement).flatMap(({ id }) => (judgement.regions.get(id)?.failing ? [id] : []));
}

/** Regions that an incident has touched: witnesses, and where people report it. */
export function touchedIn(judgement: Judgement): PlaceId[] {
  return affectedIn(judgement).flatMap(({ id }) => {
    const region = judgement.regions.get(id);
    return region?.failing || region?.heard ? [id] : [];
  });
}

function layerReason({ layer, runnerUp }: Judgement): string {
  const second =
    runnerUp && runnerUp.probability >= 0.05 ? `, else ${runnerUp.layer} (${runnerUp.probability.toFixed(2)})` : "";
  return `most likely the ${layer} layer${second}`;
}
