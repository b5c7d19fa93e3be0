import { findRegion, nearestAmong } from "../geo/regions.ts";
import type { Belief, PlaceId } from "../schema/index.ts";
import { PROBES } from "./model.ts";
import type { Asker, Evidence } from "./question.ts";
import { belongsTo, symptomKind } from "./symptoms.ts";

/** What probes see of a service, as it matters to one asker: near them, and how widely. */
export type Sight = {
  /** The place that speaks for the asker; `null` where none does, or nobody knows where they are. */
  readonly near: { readonly place: PlaceId; readonly belief: Belief; readonly isOwn: boolean } | null;
  /** Places that were seen, the asker's own machine aside, and those among them in which it fails. */
  readonly seen: readonly PlaceId[];
  readonly failing: readonly PlaceId[];
  /** Places that have come back while the incident is not over. */
  readonly returned: readonly PlaceId[];
};

/** This machine's own probe: it shares the asker's network, and speaks as a trial from there does. */
export const OWN_MACHINE: PlaceId = "local";

export function sightOf({ verdict, incident }: Evidence, { region }: Asker): Sight {
  const known = Object.entries(verdict.regions).filter(([, { state }]) => state !== "unknown");
  const seen = known.filter(([place]) => place !== OWN_MACHINE);
  const failing = seen.filter(([, belief]) => isFailing(belief)).map(([place]) => place);
  const touched = Object.keys(incident?.regions ?? {});
  return {
    near: nearOf(new Map(seen), region),
    seen: seen.map(([place]) => place),
    failing,
    returned: touched.filter((place) => !failing.includes(place) && seen.some(([other]) => other === place)),
  };
}

export function isFailing({ state }: Belief): boolean {
  return state === "down" || state === "degraded";
}

function nearOf(seen: ReadonlyMap<PlaceId, Belief>, region: Asker["region"]): Sight["near"] {
  if (region === null) return null;
  const regions = [...seen.keys()].filter((place) => findRegion(place) !== null);
  const place = nearestAmong(region, regions);
  const belief = seen.get(place);
  return belief === undefined ? null : { place, belief, isOwn: place === region };
}

/** How the failing endpoints relate to what the asker describes. */
export type Fit = {
  readonly failing: readonly string[];
  /** Names of the endpoints that the symptom belongs to. */
  readonly relevant: readonly string[];
  readonly kind: keyof typeof PROBES.explains;
};

export function fitOf({ endpoints }: Evidence, { symptom }: Asker): Fit {
  const failing = endpoints.filter(isFailing);
  const relevant = symptom === null ? [] : endpoints.filter((endpoint) => belongsTo(endpoint, symptom));
  const kind = (): Fit["kind"] => {
    if (failing.length === 0) return "fits";
    if (relevant.some(isFailing)) return "fits";
    if (!failing.some(({ essential }) => essential)) return "aside";
    if (symptom === null || !symptomKind(symptom).beyondProbes) return relevant.length === 0 ? "fits" : "other";
    return relevant.some(({ state }) => state === "up") ? "other" : "may";
  };
  return { failing: failing.map(({ name }) => name), relevant: relevant.map(({ name }) => name), kind: kind() };
}

/** P(probes see nothing although it fails for the asker). */
export function blindness({ symptom }: Asker, { relevant }: Fit): number {
  if (symptom === null) return PROBES.blind;
  const { beyondProbes } = symptomKind(symptom);
  return beyondProbes && relevant.length === 0 ? PROBES.blindBeyond : beyondProbes ? 0.25 : PROBES.blind;
}
